"""What every slice needs and no slice owns."""
