"""The window: it shows, asks, and calls actions. The only package that knows Qt."""
