//! Sectors: school classes, labour force, older people from a population by age.
