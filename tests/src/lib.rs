//! The specification's tools: an office of its own for each test, browsers that hold cookies, letters read from the folder.
//!
//! **What it is for.** The tests beside this crate are the rules of the office, read as a list. They drive the real
//! routers, the real engines and the real folder of letters; nothing here stands in for a part of the house.
//!
//! Start at [`Office`].

pub mod browser;
pub mod call;
pub mod dice;
pub mod faults;
pub mod files;
pub mod function;
pub mod funds;
pub mod gateway;
pub mod keys;
pub mod office;
pub mod page;
pub mod template;
pub mod wire;
pub mod writes;

pub use browser::{Answer, Browser};
pub use dice::Dice;
pub use faults::{Fault, Faults};
pub use office::{Letter, MAUTIC, Office, applying, board, instant, program_with};
pub use page::Page;
pub use wire::{Asked, Break, Cut, Line, Wire, ask_engine};
