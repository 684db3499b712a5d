//! What a token limited to a branch may not touch, whatever its maker is elsewhere.

use uuid::Uuid;

use super::{Ask, EventFacts, MemberFacts, Standing};

impl Standing {
    /// Whether the question is about something outside the branch to which the asking token is limited.
    /// What is public, and what everyone signed in may read, lies in every branch.
    pub(super) fn is_outside(&self, ask: &Ask<'_>) -> bool {
        let Some(branch) = self.branch() else { return false };
        let out = |network: Uuid| !branch.contains(&network);
        let away = |networks: &[Uuid]| !self.covers(networks);
        let abroad = |event: &EventFacts| away(&event.hosts);
        let stranger = |member: &MemberFacts| self.is_elsewhere(member);
        match *ask {
            // What everyone may know; what is not public of an event is answered by its hosts.
            Ask::SeeEmployer
            | Ask::SeePilot { is_named: true, .. }
            | Ask::SeePlace
            | Ask::SeeEvent { .. }
            | Ask::SeeCharter { is_published: true, .. } => false,
            // What concerns the whole federation, or a person wherever they are.
            Ask::CreateNetwork { parent: None }
            | Ask::Administer
            | Ask::ActAs { .. }
            | Ask::KeepCalendarFeed { .. }
            | Ask::ChangeOwnEmail { .. }
            | Ask::KeepSessions { .. }
            | Ask::SeeLetterPreferences { .. }
            | Ask::SetLetterPreferences { .. }
            | Ask::SeeWaiting { .. }
            | Ask::SignAsVolunteer { .. }
            | Ask::SignForStructure { .. }
            | Ask::CreateToken { network: None }
            | Ask::RevokeToken { network: None, .. } => true,
            Ask::Consent { .. } => self.own().is_none(),
            Ask::MoveNetwork { network, to } => out(network) || to.is_none_or(out),
            Ask::CreateNetwork { parent: Some(network) }
            | Ask::CreateToken { network: Some(network) }
            | Ask::RevokeToken { network: Some(network), .. }
            | Ask::AnswerJoinRequest { network }
            | Ask::ArchiveNetwork { network }
            | Ask::AskToJoin { network }
            | Ask::ChangeMembership { network, .. }
            | Ask::CreateEmployer { network }
            | Ask::CreatePlace { network, .. }
            | Ask::EditCharter { network }
            | Ask::EditNetwork { network }
            | Ask::EditPlace { network, .. }
            | Ask::EndMembership { network, .. }
            | Ask::Exchange { network }
            | Ask::Invite { network, .. }
            | Ask::ListMembers { network }
            | Ask::ResendLetter { network }
            | Ask::SeeAddresses { network }
            | Ask::SeeAudit { network }
            | Ask::SeeCharter { network, .. }
            | Ask::SeeCounts { network }
            | Ask::SeeDuplicates { network }
            | Ask::SeeHistory { network }
            | Ask::SeeInvitations { network }
            | Ask::SeeLetters { network }
            | Ask::SeeNetworkLinks { network }
            | Ask::SeePilot { network, .. }
            | Ask::SeeSignatures { network }
            | Ask::SetReminders { network }
            | Ask::WithdrawJoinRequest { network, .. }
            | Ask::WriteToMembers { network } => out(network),
            Ask::PlanEvent { hosts } => hosts.iter().any(|host| out(*host)),
            Ask::ClaimManager { networks }
            | Ask::DecideManager { networks, .. }
            | Ask::EditEmployer { networks, .. }
            | Ask::EndManager { networks, .. }
            | Ask::SeeEmployerAudit { networks }
            | Ask::SeeEmployerContact { networks, .. }
            | Ask::SeeStaff { networks, .. } => away(networks),
            Ask::DecideRegistration { event }
            | Ask::EditEvent { event }
            | Ask::RecordAttendance { event }
            | Ask::Register { event }
            | Ask::RegisterOther { event, .. }
            | Ask::SeeEventAudit { event }
            | Ask::SeeRegistrants { event } => abroad(event),
            Ask::ChangeRegistration { registration }
            | Ask::SayOwnName { registration }
            | Ask::SeeAttendance { registration }
            | Ask::SeeRegistration { registration } => abroad(registration.event),
            Ask::MergeMembers { kept, duplicate } => stranger(kept) || stranger(duplicate),
            Ask::ArchiveMember { member }
            | Ask::CorrectEmail { member, .. }
            | Ask::DecideEmployment { member, .. }
            | Ask::DeclareEmployment { member }
            | Ask::EditMember { member }
            | Ask::ErasePersonal { member }
            | Ask::SeeEmployment { member, .. }
            | Ask::SeeMember { member }
            | Ask::SeeMemberAudit { member }
            | Ask::SeeMemberPrivate { member }
            | Ask::SeeSignaturesOf { member }
            | Ask::WriteToMember { member } => stranger(member),
        }
    }

    /// Whether a person is in no network of the branch, nor was, nor asks to be.
    fn is_elsewhere(&self, member: &MemberFacts) -> bool {
        if self.is(member.id) {
            return self.own().is_none();
        }
        !self.covers(&member.networks) && !self.covers(&member.past)
    }
}
