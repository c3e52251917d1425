"""The rules of advice: Judgement + Situation → Advice. Reads its content once, at start; knows nothing of HTTP."""
