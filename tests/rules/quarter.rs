//! A quarter of the program, from what people plan to what is told of it.

#[path = "quarter/dates.rs"]
mod dates;
#[path = "quarter/photos.rs"]
mod photos;
