//! From errors of the file system to ours.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use crate::Error;

/// What a file error beneath `root` means. A missing file gets here only when the store itself is missing.
pub(super) fn fault(root: &Path, error: io::Error) -> Error {
    let reason = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            return Error::Full(error.into());
        }
        ErrorKind::NotFound => "is missing or not a store of ours",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists | ErrorKind::IsADirectory => {
            "holds files where folders belong"
        }
        ErrorKind::PermissionDenied => "may not be used by this user",
        ErrorKind::ReadOnlyFilesystem => "is read-only",
        _ => return Error::Unavailable(error.into()),
    };
    Error::Denied {
        reason: format!("the folder {} {reason}", root.display()),
        source: Some(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_errors_are_sorted_by_what_helps() {
        let kind = |kind: ErrorKind| fault(Path::new("/objects"), kind.into());
        assert!(matches!(kind(ErrorKind::StorageFull), Error::Full(_)));
        assert!(matches!(kind(ErrorKind::QuotaExceeded), Error::Full(_)));
        assert!(matches!(kind(ErrorKind::PermissionDenied), Error::Denied { .. }));
        assert!(matches!(kind(ErrorKind::ReadOnlyFilesystem), Error::Denied { .. }));
        assert!(matches!(kind(ErrorKind::NotFound), Error::Denied { .. }));
        assert!(matches!(kind(ErrorKind::Other), Error::Unavailable(_)));
    }

    #[test]
    fn the_message_names_the_folder() {
        let error = fault(Path::new("/objects"), ErrorKind::PermissionDenied.into());
        assert_eq!(
            error.to_string(),
            "the object store refuses access: the folder /objects may not be used by this user"
        );
    }
}
