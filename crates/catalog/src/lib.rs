//! Code lists and validation rules as data: load, check, evaluate.
