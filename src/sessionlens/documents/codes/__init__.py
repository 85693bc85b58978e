"""Codes that others have set: Audacity's labels, ELAN's tiers, tables; and what they mean here."""
