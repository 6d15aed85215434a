//! Why a file is no plugin that can be used here, in kinds that a program can tell apart.

use std::fmt;

/// What is wrong with a file, told to the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The kind, for programs.
    pub kind: UnfitKind,
    /// A sentence without a full stop.
    pub message: String,
}

/// The ways in which a file can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnfitKind {
    /// It cannot be read.
    Unreadable,
    /// It is larger than components may be.
    TooLarge,
    /// It is no WebAssembly component, or a damaged one.
    NotAComponent,
    /// It is a core module, which needs wrapping.
    CoreModule,
    /// It imports something else than the contract's log.
    ForbiddenImport,
    /// It is a component for another contract, or for another version of it.
    WrongContract,
    /// It crashed, ran too long or took too much when it was asked.
    Fault,
    /// Its manifest breaks a rule that has no kind of its own.
    Manifest,
    /// Two of its models have one id, or another plugin offers that model.
    DuplicateModel,
    /// A parameter schema is not valid.
    Schema,
    /// A parameter schema refers to something outside itself.
    RemoteSchema,
    /// A price that nobody would pay.
    Price,
    /// An endpoint that is none, or that plugins of this studio may not call.
    Endpoint,
}

impl UnfitKind {
    /// The name in answers and logs; never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::NotAComponent => "not_a_component",
            Self::CoreModule => "core_module",
            Self::ForbiddenImport => "forbidden_import",
            Self::WrongContract => "wrong_contract",
            Self::Fault => "plugin_fault",
            Self::Manifest => "invalid_manifest",
            Self::DuplicateModel => "duplicate_model",
            Self::Schema => "invalid_schema",
            Self::RemoteSchema => "remote_schema",
            Self::Price => "unreasonable_price",
            Self::Endpoint => "endpoint_not_allowed",
        }
    }

    /// A refusal of this kind.
    pub(crate) fn because(self, message: impl Into<String>) -> Unfit {
        Unfit {
            kind: self,
            message: message.into(),
        }
    }
}

impl Unfit {
    /// The same, after words that say where.
    pub(crate) fn after(self, words: fmt::Arguments<'_>) -> Self {
        Self {
            message: format!("{words}{}", self.message),
            ..self
        }
    }
}

/// A rule of the manifest without a kind of its own.
impl From<String> for Unfit {
    fn from(message: String) -> Self {
        UnfitKind::Manifest.because(message)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unfit {}
