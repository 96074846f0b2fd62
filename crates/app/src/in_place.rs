//! Long reckoning inside a request, so that other requests go on meanwhile.

/// Does what takes a while on this thread, and lets another one go on with those who wait behind it, where there are others.
pub(crate) fn in_place<T>(work: impl FnOnce() -> T) -> T {
    match tokio::runtime::Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(tokio::runtime::RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        Ok(_) | Err(_) => work(),
    }
}
