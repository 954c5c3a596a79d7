"""The rows every peer writes: 13 columns of what looks like chance, the same in every language (see ../workbook.rs)."""

KINDS = ["Networking", "Content creation", "Documentation", "Organizing events", "Giving talks", "Advocacy", "Community support"]
STATES = ["Reported", "Planned", "Cancelled"]
COUNTRIES = ["Brazil", "Cameroon", "Germany", "India", "Indonesia", "Japan", "Kenya", "Mexico", "Nigeria", "Poland", "Taiwan", "United States"]
CITIES = ["São Paulo", "Douala", "Berlin", "Bengaluru", "Bandung", "Osaka", "Nairobi", "Oaxaca", "Lagos", "Kraków", "臺北", "Portland", "Recife", "Pune", "Abuja", "Leipzig"]
WORDS = ["kernel", "meetup", "testing", "docs", "release", "workshop", "community", "open", "source", "campus", "cloud", "network", "storage", "first", "steps", "security", "python", "rust", "data", "design"]
FIRST_DAY = 20635  # 1 July 2026, in days since 1970


def pick(row, salt, below):
    """A number, or a column of numbers, below `below`."""
    return (row * 2654435761 + salt * 374761393) % 4294967296 // 65536 % below
