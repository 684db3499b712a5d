//! Everything that anyone can ask, and what each answer depends on.

use uuid::Uuid;

use super::{Resource, Role};
use entities::event::{Audience, State, Visibility};

/// What an answer about a person depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFacts {
    /// The person.
    pub id: Uuid,
    /// The networks that they are in now.
    pub networks: Vec<Uuid>,
    /// These and all above them.
    pub above: Vec<Uuid>,
    /// The networks that they left, will enter, or ask to enter.
    pub past: Vec<Uuid>,
    /// The employers with whom they have a confirmed employment now.
    pub employers: Vec<Uuid>,
}

/// What an answer about an event depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFacts {
    /// The event.
    pub id: Uuid,
    /// The host networks.
    pub hosts: Vec<Uuid>,
    /// These and all above them.
    pub above: Vec<Uuid>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// Who may register.
    pub audience: Audience,
    /// How far it is.
    pub state: State,
}

impl EventFacts {
    /// Whether its visibility shows it to whoever is below the networks of which this holds.
    pub(crate) fn is_shown_to(&self, is_above: impl Fn(&Uuid) -> bool) -> bool {
        match self.visibility {
            Visibility::Public => true,
            Visibility::Federation => self.above.iter().any(is_above),
            Visibility::Hosts => self.hosts.iter().any(is_above),
        }
    }

    /// Whether its audience lets whoever is below the networks of which this holds register.
    pub(crate) fn is_open_to(&self, is_above: impl Fn(&Uuid) -> bool) -> bool {
        match self.audience {
            Audience::Everyone => true,
            Audience::Federation => self.above.iter().any(is_above),
            Audience::Hosts => self.hosts.iter().any(is_above),
        }
    }
}

/// What an answer about a registration depends on.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationFacts<'a> {
    /// Its event.
    pub event: &'a EventFacts,
    /// Whose it is.
    pub member_id: Uuid,
    /// Whether the link of a letter made it, or it is not made yet.
    pub is_by_letter: bool,
}

/// A question to the policy, named for what would be done.
#[expect(missing_docs, reason = "the fields are the things that the question is about")]
#[derive(Clone, Copy, Debug)]
pub enum Ask<'a> {
    /// See chat, resources and website of a network.
    SeeNetworkLinks { network: Uuid },
    /// Found a network, at the top or below another.
    CreateNetwork { parent: Option<Uuid> },
    /// Change a network's name, description, territory, levels apart.
    EditNetwork { network: Uuid },
    /// Hang a network, with its branch, below another.
    MoveNetwork { network: Uuid, to: Option<Uuid> },
    /// Close a network.
    ArchiveNetwork { network: Uuid },
    /// Know that someone exists, with name, networks and consented fields.
    SeeMember { member: &'a MemberFacts },
    /// See what somebody shows to the team of their networks only: address, telephone, last sight.
    SeeMemberPrivate { member: &'a MemberFacts },
    /// See to which addresses a network wrote, where they are not a member's.
    SeeAddresses { network: Uuid },
    /// Write to someone, whose address one need not know.
    WriteToMember { member: &'a MemberFacts },
    /// Write to people of a network, many at once, in its affairs.
    WriteToMembers { network: Uuid },
    /// Give someone's record another address, by which they sign in.
    CorrectEmail { member: &'a MemberFacts, is_used: bool },
    /// Take another address oneself, by which one signs in.
    ChangeOwnEmail { member: Uuid },
    /// Change someone's profile.
    EditMember { member: &'a MemberFacts },
    /// Archive someone.
    ArchiveMember { member: &'a MemberFacts },
    /// Join two records of the same person.
    MergeMembers { kept: &'a MemberFacts, duplicate: &'a MemberFacts },
    /// Say which of one's own fields other members see.
    Consent { member: Uuid },
    /// See who was in a network before, and why they left.
    SeeHistory { network: Uuid },
    /// Look for records of the same person.
    SeeDuplicates { network: Uuid },
    /// List a network's members.
    ListMembers { network: Uuid },
    /// Read the name of a network's pilot, who lets everyone read it or not.
    SeePilot { network: Uuid, is_named: bool },
    /// Invite someone, with a role.
    Invite { network: Uuid, role: Role },
    /// Take back, resend, read invitations.
    SeeInvitations { network: Uuid },
    /// Ask to enter a network, or answer an invitation to it.
    AskToJoin { network: Uuid },
    /// Take one's own request back.
    WithdrawJoinRequest { network: Uuid, member: Uuid },
    /// Answer those who ask.
    AnswerJoinRequest { network: Uuid },
    /// Give another role or local role.
    ChangeMembership { network: Uuid, role: Role },
    /// End a membership, or move it.
    EndMembership { network: Uuid, member: Uuid },
    /// Know of the employers of the federation.
    SeeEmployer,
    /// See how to reach an employer.
    SeeEmployerContact { employer: Uuid, networks: &'a [Uuid] },
    /// Write down an employer, in a network's affairs.
    CreateEmployer { network: Uuid },
    /// Change an employer's record.
    EditEmployer { employer: Uuid, networks: &'a [Uuid] },
    /// See who works there, and what they took part in.
    SeeStaff { employer: Uuid, networks: &'a [Uuid] },
    /// Ask to act for an employer, which has these networks.
    ClaimManager { networks: &'a [Uuid] },
    /// Stop acting for an employer, or stop someone who does.
    EndManager { member: Uuid, networks: &'a [Uuid] },
    /// Say who acts for an employer: anyone, or this person who asks to.
    DecideManager { employer: Uuid, member: Option<Uuid>, networks: &'a [Uuid] },
    /// See where someone works.
    SeeEmployment { employer: Uuid, member: &'a MemberFacts },
    /// Say where someone works.
    DeclareEmployment { member: &'a MemberFacts },
    /// Say whether it is so.
    DecideEmployment { employer: Uuid, member: &'a MemberFacts },
    /// See where the public is received.
    SeePlace,
    /// Write down a place in a network's file: any, or one of this employer, which has these networks.
    CreatePlace { network: Uuid, employer: Option<(Uuid, &'a [Uuid])> },
    /// Change a place.
    EditPlace { network: Uuid, employer: Option<Uuid> },
    /// Plan an event of these networks.
    PlanEvent { hosts: &'a [Uuid] },
    /// Know of an event.
    SeeEvent { event: &'a EventFacts },
    /// Change, publish, put off, cancel an event; write to its registered.
    EditEvent { event: &'a EventFacts },
    /// See who comes.
    SeeRegistrants { event: &'a EventFacts },
    /// Register oneself.
    Register { event: &'a EventFacts },
    /// Register someone else.
    RegisterOther { event: &'a EventFacts, member: &'a MemberFacts },
    /// See a registration with its answers.
    SeeRegistration { registration: RegistrationFacts<'a> },
    /// Cancel it, choose sessions, answer an offer.
    ChangeRegistration { registration: RegistrationFacts<'a> },
    /// Give one's own name to it, when one answered without any.
    SayOwnName { registration: RegistrationFacts<'a> },
    /// Approve or decline it.
    DecideRegistration { event: &'a EventFacts },
    /// Record who came.
    RecordAttendance { event: &'a EventFacts },
    /// See who came.
    SeeAttendance { registration: RegistrationFacts<'a> },
    /// Write and publish charters.
    EditCharter { network: Uuid },
    /// Read a charter: what it says is public once it is published.
    SeeCharter { network: Uuid, is_published: bool },
    /// Sign, refuse or withdraw for oneself.
    SignAsVolunteer { member: Uuid },
    /// Sign, refuse or withdraw for an employer.
    SignForStructure { employer: Uuid },
    /// See who is covered.
    SeeSignatures { network: Uuid },
    /// See what someone signed.
    SeeSignaturesOf { member: &'a MemberFacts },
    /// Make a token for a branch, or for oneself.
    CreateToken { network: Option<Uuid> },
    /// See and revoke a token.
    RevokeToken { owner: Uuid, network: Option<Uuid> },
    /// Open and close the secret address of one's own calendar.
    KeepCalendarFeed { member: Uuid },
    /// Set when reminders leave.
    SetReminders { network: Uuid },
    /// See the letters of a network and their fate.
    SeeLetters { network: Uuid },
    /// Send a letter again that was given up.
    ResendLetter { network: Uuid },
    /// See who did what.
    SeeAudit { network: Uuid },
    /// See what was done to a person, and what they did, in one's own affairs.
    SeeMemberAudit { member: &'a MemberFacts },
    /// See who did what to an event, its registrations and attendances.
    SeeEventAudit { event: &'a EventFacts },
    /// See who did what to an employer, its managers and employments.
    SeeEmployerAudit { networks: &'a [Uuid] },
    /// Have all that is kept about a person, or have it erased.
    ErasePersonal { member: &'a MemberFacts },
    /// See a network's counts.
    SeeCounts { network: Uuid },
    /// Bring data in from a file, or out.
    Exchange { network: Uuid },
    /// Change what the whole federation shares: levels, administrators.
    Administer,
    /// Act as somebody for a while.
    ActAs { member: Uuid, is_administrator: bool },
    /// See in which browsers one is signed in, and sign them out.
    KeepSessions { member: Uuid },
    /// See which letters one receives, or which an address does that is no member's.
    SeeLetterPreferences { member: Option<Uuid> },
    /// Say which letters one receives, or which an address does that is no member's.
    SetLetterPreferences { member: Option<Uuid> },
    /// See what of this waits for one's answer, as whoever may answer.
    SeeWaiting { about: Resource },
}

impl Ask<'_> {
    /// Whether only the person themselves may, and never an administrator who acts as them: what binds
    /// them, takes their data away, speaks in their name or would outlast the hour.
    pub(super) const fn is_personal(&self) -> bool {
        matches!(
            self,
            Self::ActAs { .. }
                | Self::ChangeOwnEmail { .. }
                | Self::Consent { .. }
                | Self::CreateToken { .. }
                | Self::ErasePersonal { .. }
                | Self::KeepCalendarFeed { .. }
                | Self::KeepSessions { .. }
                | Self::MergeMembers { .. }
                | Self::RevokeToken { .. }
                | Self::SignAsVolunteer { .. }
                | Self::SignForStructure { .. }
                | Self::WriteToMember { .. }
        )
    }

    /// Whether it is an answer to this event's invitation, which is all that the link of a letter is
    /// for; what was answered elsewhere is out of its reach.
    pub(super) fn is_answer_to(&self, event: Uuid) -> bool {
        match self {
            Self::SeeEvent { event: asked } | Self::Register { event: asked } => asked.id == event,
            Self::SeeRegistration { registration }
            | Self::ChangeRegistration { registration }
            | Self::SayOwnName { registration }
            | Self::SeeAttendance { registration } => {
                registration.event.id == event && registration.is_by_letter
            }
            _ => false,
        }
    }

    /// What a token's scope must allow.
    pub const fn scope(&self) -> (Resource, bool) {
        match self {
            Self::SeeNetworkLinks { .. } | Self::SeeAudit { .. } | Self::SeeCounts { .. } => {
                (Resource::Network, false)
            }
            Self::CreateNetwork { .. }
            | Self::EditNetwork { .. }
            | Self::MoveNetwork { .. }
            | Self::ArchiveNetwork { .. }
            | Self::SetReminders { .. }
            | Self::Exchange { .. }
            | Self::CreateToken { .. }
            | Self::RevokeToken { .. }
            | Self::ActAs { .. }
            | Self::Administer => (Resource::Network, true),
            Self::SeeMember { .. }
            | Self::SeeMemberPrivate { .. }
            | Self::SeeAddresses { .. }
            | Self::SeeHistory { .. }
            | Self::SeeMemberAudit { .. }
            | Self::SeeDuplicates { .. }
            | Self::ListMembers { .. }
            | Self::SeePilot { .. }
            | Self::SeeInvitations { .. }
            | Self::SeeLetterPreferences { .. }
            | Self::SeeLetters { .. } => (Resource::Member, false),
            Self::WriteToMember { .. }
            | Self::WriteToMembers { .. }
            | Self::ChangeOwnEmail { .. }
            | Self::CorrectEmail { .. }
            | Self::ResendLetter { .. }
            | Self::EditMember { .. }
            | Self::SayOwnName { .. }
            | Self::ArchiveMember { .. }
            | Self::MergeMembers { .. }
            | Self::Consent { .. }
            | Self::ErasePersonal { .. }
            | Self::KeepSessions { .. }
            | Self::SetLetterPreferences { .. }
            | Self::Invite { .. }
            | Self::AskToJoin { .. }
            | Self::WithdrawJoinRequest { .. }
            | Self::AnswerJoinRequest { .. }
            | Self::ChangeMembership { .. }
            | Self::EndMembership { .. } => (Resource::Member, true),
            Self::SeeEmployer
            | Self::SeeEmployerAudit { .. }
            | Self::SeeEmployerContact { .. }
            | Self::SeeStaff { .. }
            | Self::SeeEmployment { .. }
            | Self::SeePlace => (Resource::Employer, false),
            Self::CreateEmployer { .. }
            | Self::EditEmployer { .. }
            | Self::ClaimManager { .. }
            | Self::EndManager { .. }
            | Self::CreatePlace { .. }
            | Self::EditPlace { .. }
            | Self::DecideManager { .. }
            | Self::DeclareEmployment { .. }
            | Self::DecideEmployment { .. } => (Resource::Employer, true),
            Self::SeeEvent { .. } | Self::SeeEventAudit { .. } => (Resource::Event, false),
            Self::PlanEvent { .. } | Self::EditEvent { .. } => (Resource::Event, true),
            Self::SeeRegistrants { .. }
            | Self::SeeRegistration { .. }
            | Self::SeeAttendance { .. } => (Resource::Registration, false),
            Self::Register { .. }
            | Self::KeepCalendarFeed { .. }
            | Self::RegisterOther { .. }
            | Self::ChangeRegistration { .. }
            | Self::DecideRegistration { .. }
            | Self::RecordAttendance { .. } => (Resource::Registration, true),
            Self::SeeCharter { .. } | Self::SeeSignatures { .. } | Self::SeeSignaturesOf { .. } => {
                (Resource::Charter, false)
            }
            Self::EditCharter { .. }
            | Self::SignAsVolunteer { .. }
            | Self::SignForStructure { .. } => (Resource::Charter, true),
            Self::SeeWaiting { about } => (*about, true),
        }
    }
}

/// Why the answer is yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// It is the house itself: command line or worker.
    House,
    /// They run the federation.
    Administrator,
    /// They lead this network, or one above it.
    Leads {
        /// Where the role is held.
        network_id: Uuid,
        /// Its name.
        network: String,
        /// Whether it stands above the network in question.
        is_above: bool,
    },
    /// They organise this network, or one above it.
    Organises {
        /// Where the role is held.
        network_id: Uuid,
        /// Its name.
        network: String,
        /// Whether it stands above the network in question.
        is_above: bool,
    },
    /// It is about themselves.
    Oneself,
    /// They act for the employer.
    Manages,
    /// They belong to the network, or to one below it.
    Belongs,
    /// They share a network with the person.
    Fellow,
    /// Everyone signed in may.
    SignedIn,
    /// Everyone may.
    Public,
}
