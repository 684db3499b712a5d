//! The kinds of changes: the word before the point of an action.

/// What a change was made to, as the first word of its action says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Answers to questions.
    Answer,
    /// Who came.
    Attendance,
    /// Charters, and signing or refusing them.
    Charter,
    /// Links to sign in.
    EmailLink,
    /// Employers.
    Employer,
    /// Who acts for an employer.
    EmployerManager,
    /// Who works where.
    Employment,
    /// Events.
    Event,
    /// Identities at a provider.
    Identity,
    /// Invitations.
    Invitation,
    /// Requests to join.
    JoinRequest,
    /// Letters that are sent again.
    Letter,
    /// Which letters one wants.
    LetterPreference,
    /// People.
    Member,
    /// Who is in which network, with which role.
    Membership,
    /// Networks.
    Network,
    /// The levels of the federation.
    NetworkLevel,
    /// Places.
    Place,
    /// Questions of an event.
    Question,
    /// Registrations.
    Registration,
    /// When reminders leave.
    ReminderRule,
    /// What was kept long enough.
    Retention,
    /// Sessions and their seats.
    Session,
    /// Signing in and out.
    SignIn,
    /// Signatures that ended.
    Signature,
    /// Communes.
    Territory,
    /// Third-party tools' keys.
    Token,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Answer,
        Self::Attendance,
        Self::Charter,
        Self::EmailLink,
        Self::Employer,
        Self::EmployerManager,
        Self::Employment,
        Self::Event,
        Self::Identity,
        Self::Invitation,
        Self::JoinRequest,
        Self::Letter,
        Self::LetterPreference,
        Self::Member,
        Self::Membership,
        Self::Network,
        Self::NetworkLevel,
        Self::Place,
        Self::Question,
        Self::Registration,
        Self::ReminderRule,
        Self::Retention,
        Self::Session,
        Self::SignIn,
        Self::Signature,
        Self::Territory,
        Self::Token,
    ];

    /// Its word in an action.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Attendance => "attendance",
            Self::Charter => "charter",
            Self::EmailLink => "email_link",
            Self::Employer => "employer",
            Self::EmployerManager => "employer_manager",
            Self::Employment => "employment",
            Self::Event => "event",
            Self::Identity => "identity",
            Self::Invitation => "invitation",
            Self::JoinRequest => "join_request",
            Self::Letter => "letter",
            Self::LetterPreference => "letter_preference",
            Self::Member => "member",
            Self::Membership => "membership",
            Self::Network => "network",
            Self::NetworkLevel => "network_level",
            Self::Place => "place",
            Self::Question => "question",
            Self::Registration => "registration",
            Self::ReminderRule => "reminder_rule",
            Self::Retention => "retention",
            Self::Session => "session",
            Self::SignIn => "sign_in",
            Self::Signature => "signature",
            Self::Territory => "territory",
            Self::Token => "token",
        }
    }
}
