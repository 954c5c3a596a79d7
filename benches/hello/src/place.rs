//! Where programs run, and whether their files are in memory.

use rustix::fs::{Advice, fadvise};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::path::Path;

/// The core for what is measured, and those for whoever measures; the same one where there is no other.
pub(crate) fn cores() -> std::io::Result<(Vec<usize>, Vec<usize>)> {
    let allowed = sched_getaffinity(None)?;
    let mut all: Vec<_> = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core)).collect();
    let last = all.pop().ok_or_else(|| std::io::Error::other("there is a core"))?;
    Ok((vec![last], if all.is_empty() { vec![last] } else { all }))
}

/// This thread, and every thread and process it makes from now on, runs on these cores only.
pub(crate) fn keep_to(cores: &[usize]) -> std::io::Result<()> {
    let mut set = CpuSet::new();
    for core in cores {
        set.set(*core);
    }
    Ok(sched_setaffinity(None, &set)?)
}

/// Drops a file from the page cache, so that whoever reads it next reads from the disk.
pub(crate) fn forget(file: &Path) -> std::io::Result<()> {
    let file = std::fs::File::open(file)?;
    // What was not written yet cannot be dropped.
    file.sync_all()?;
    Ok(fadvise(&file, 0, None, Advice::DontNeed)?)
}
