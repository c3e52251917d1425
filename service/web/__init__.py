"""The trainers' workbench: pages made on the server. Judges nothing and stores nothing by itself."""
