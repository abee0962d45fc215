"""Rich text: one document model, and the formats it is read from and written to."""
