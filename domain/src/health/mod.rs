//! How the server's parts stand, for those who watch over it.

/// A part that the server needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Where everything is kept.
    Database,
    /// What takes letters away.
    Mail,
    /// Who vouches for people who sign in.
    Provider,
}

/// How a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should.
    Good,
    /// None is set.
    Absent,
    /// It answers, and something is to be mended.
    Weak,
    /// It does not answer.
    Silent,
}

/// A part, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which part.
    pub part: Part,
    /// How it stands.
    pub state: State,
    /// What is wrong, and how to mend it, for whoever runs the server; empty when all is well.
    pub detail: String,
}
