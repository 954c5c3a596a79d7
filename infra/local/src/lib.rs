//! What the local office adds to the house: the engines that stand in for AWS on one machine.
//!
//! Nothing here knows a rule of the program. The rooms talk to these engines through the AWS SDK, as they would on
//! AWS; this crate starts them, keeps their clock and reads their streams. No Lambda depends on it. Start at
//! [`office`], which opens everything, then [`folder`], where what an office keeps lies, [`engine`] and [`files`], and
//! [`clockwork`] and [`pump`], which call the functions as AWS would. [`archive`] is the way out and in.

pub mod archive;
pub mod clockwork;
pub mod demo;
pub mod engine;
pub mod files;
pub mod folder;
pub mod local;
pub mod office;
pub mod preflight;
pub mod pump;
pub mod schedule;
