"""What Vietnamese says: numbers, days, places in a list, years, categories, forms of address.

All is read in folded words (`vietnamese.reading.fold`, lower case, one space between) unless a
function says that it needs accents. Nothing is loaded until a module is asked for.
"""
