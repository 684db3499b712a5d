//! The answers: one line for each question, with conditions that have names.

use uuid::Uuid;

use super::{Ask, Because, EventFacts, MemberFacts, Role, Standing};
use crate::error::{Denied, Needs};
use entities::event::{State, Visibility};

type Answer = Result<Because, Denied>;

impl Standing {
    /// Whether this asker may; the answer says why, or what would be needed.
    pub fn may(&self, ask: &Ask<'_>) -> Answer {
        let (resource, is_write) = ask.scope();
        self.has_scope(resource, is_write)?;
        if self.is_house {
            return match ask {
                // It has no browser in which it would be somebody else.
                Ask::ActAs { .. } => Err(Denied::Forbidden(Needs::Oneself)),
                _ => Ok(Because::House),
            };
        }
        if self.letter.is_some_and(|event| !ask.is_answer_to(event)) {
            return Err(Denied::Anonymous);
        }
        if self.acting.is_some() && ask.is_personal() {
            return Err(Denied::Forbidden(Needs::Oneself));
        }
        match self.answer(ask) {
            // What no tool may is said first, and what is hidden stays so.
            answer @ Err(Denied::Hidden | Denied::Anonymous | Denied::Forbidden(Needs::Scope)) => {
                answer
            }
            _ if self.is_outside(ask) => Err(Denied::Forbidden(Needs::Subtree)),
            answer => answer,
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one line for each question, in one exhaustive table"
    )]
    fn answer(&self, ask: &Ask<'_>) -> Answer {
        match *ask {
            Ask::SeeNetworkLinks { network } => self.belongs_to(network),
            Ask::CreateNetwork { parent: None } | Ask::Administer => self.administers(),
            Ask::CreateNetwork { parent: Some(network) }
            | Ask::EditNetwork { network }
            | Ask::ArchiveNetwork { network }
            | Ask::AnswerJoinRequest { network }
            | Ask::SeeDuplicates { network }
            | Ask::SetReminders { network }
            | Ask::EditCharter { network }
            | Ask::SeeAudit { network }
            | Ask::Exchange { network } => self.leads(network),
            Ask::MoveNetwork { network, to } => {
                self.leads(network)?;
                to.map_or_else(|| self.administers(), |to| self.leads(to))
            }
            Ask::SeeMember { member } => self.knows(member),
            // A tool with a scope on members is no reason to send letters in their name.
            // Nor does a tool move the address by which somebody signs in.
            Ask::WriteToMember { .. } | Ask::WriteToMembers { .. } | Ask::CorrectEmail { .. }
                if self.token.is_some() =>
            {
                Err(Denied::Forbidden(Needs::Scope))
            }
            Ask::WriteToMember { member } => self.knows(member),
            Ask::WriteToMembers { network } => self.organises(network),
            Ask::CorrectEmail { member, is_used } => self.corrects_email(member, is_used),
            Ask::SeeMemberPrivate { member } => self.sees_private(member),
            Ask::SeeAddresses { network } => self.holds_one_of(&[network]),
            Ask::EditMember { member }
            | Ask::ArchiveMember { member }
            | Ask::SeeMemberAudit { member } => self.runs_a_network_of(member, Role::Lead),
            // A tool neither takes all of a person's data away nor erases it.
            Ask::ErasePersonal { .. } if self.token.is_some() => {
                Err(Denied::Forbidden(Needs::Scope))
            }
            Ask::ErasePersonal { member } => self
                .oneself(member.id)
                .or_else(|_| self.administers_or(Needs::Oneself))
                .map_err(|no| if self.knows(member).is_ok() { no } else { self.hidden_from() }),
            Ask::MergeMembers { kept, duplicate } => {
                self.someone()?;
                if self.is(kept.id) || self.is(duplicate.id) {
                    // Nobody takes over another record by calling it their own.
                    return self.administers();
                }
                self.runs_a_network_of(kept, Role::Lead)?;
                self.runs_a_network_of(duplicate, Role::Lead)
            }
            Ask::SeePilot { is_named: true, .. } => Ok(Because::Public),
            Ask::ListMembers { network } | Ask::SeePilot { network, .. } => {
                self.belongs_to(network)
            }
            Ask::SeeInvitations { network }
            | Ask::SeeHistory { network }
            | Ask::SeeLetters { network }
            | Ask::ResendLetter { network }
            | Ask::SeeCounts { network } => self.organises(network),
            Ask::Invite { network, role: Role::Member } => self.organises(network),
            Ask::Invite { network, .. } | Ask::ChangeMembership { network, .. } => {
                self.leads(network)
            }
            Ask::AskToJoin { .. } => self.someone().map(|_| Because::SignedIn),
            Ask::WithdrawJoinRequest { member, .. } => self.oneself(member),
            Ask::EndMembership { network, member } => {
                self.oneself(member).or_else(|_| self.leads(network))
            }
            Ask::SeeEmployer | Ask::ClaimManager { .. } => {
                self.someone().map(|_| Because::SignedIn)
            }
            Ask::SeeEmployerContact { employer, networks } => self
                .manages(employer)
                .or_else(|_| self.runs_one_of(networks, Role::Organiser, Needs::Manager)),
            Ask::CreateEmployer { network } => self.organises(network),
            Ask::EditEmployer { employer, networks } | Ask::SeeStaff { employer, networks } => self
                .manages(employer)
                .or_else(|_| self.runs_one_of(networks, Role::Lead, Needs::Manager)),
            Ask::SeeEmployerAudit { networks } => {
                self.runs_one_of(networks, Role::Lead, Needs::Lead)
            }
            Ask::DecideManager { member, networks, .. } => {
                // Nobody confirms themselves.
                if member.is_some_and(|member| self.is(member)) {
                    return self.administers_or(Needs::Lead);
                }
                self.runs_one_of(networks, Role::Lead, Needs::Lead)
            }
            Ask::EndManager { member, networks } => self
                .oneself(member)
                .or_else(|_| self.runs_one_of(networks, Role::Lead, Needs::Lead)),
            Ask::SeePlace => Ok(Because::Public),
            Ask::CreatePlace { network, employer } => employer
                .filter(|(_, networks)| networks.contains(&network))
                .map_or(Err(Denied::Hidden), |(employer, _)| self.manages(employer))
                .or_else(|_| self.leads(network)),
            Ask::EditPlace { network, employer } => employer
                .map_or(Err(Denied::Hidden), |employer| self.manages(employer))
                .or_else(|_| self.leads(network)),
            Ask::SeeEmployment { employer, member } => self
                .manages(employer)
                .or_else(|_| self.runs_a_network_of(member, Role::Organiser))
                .map_err(|_| Denied::Hidden),
            Ask::DeclareEmployment { member } => {
                self.oneself(member.id).or_else(|_| self.runs_a_network_of(member, Role::Lead))
            }
            Ask::DecideEmployment { employer, member } => self.decides_employment(employer, member),
            Ask::PlanEvent { hosts } => self.runs_all_of(hosts),
            Ask::SeeEvent { event } => self.sees_event(event),
            Ask::EditEvent { event }
            | Ask::SeeRegistrants { event }
            | Ask::DecideRegistration { event }
            | Ask::RecordAttendance { event } => {
                self.sees_event(event)?;
                self.runs_one_of(&event.hosts, Role::Organiser, Needs::Organiser)
            }
            Ask::SeeEventAudit { event } => {
                self.sees_event(event)?;
                self.runs_one_of(&event.hosts, Role::Lead, Needs::Lead)
            }
            Ask::Register { event } => self.registers(event),
            Ask::RegisterOther { event, member } => {
                self.sees_event(event)?;
                self.runs_one_of(&event.hosts, Role::Organiser, Needs::Organiser)?;
                self.knows(member)
            }
            Ask::SeeRegistration { registration }
            | Ask::ChangeRegistration { registration }
            | Ask::SeeAttendance { registration } => {
                self.someone()?;
                self.oneself(registration.member_id)
                    .or_else(|_| {
                        self.runs_one_of(
                            &registration.event.hosts,
                            Role::Organiser,
                            Needs::Organiser,
                        )
                    })
                    .map_err(|_| Denied::Hidden)
            }
            Ask::SayOwnName { registration } => {
                self.answer(&Ask::SeeRegistration { registration })?;
                self.oneself(registration.member_id)
            }
            Ask::SeeCharter { is_published: true, .. } => Ok(Because::Public),
            Ask::SeeCharter { network, .. } => self.leads(network).map_err(|_| Denied::Hidden),
            // A signature is a person's: no tool gives it, refuses it or takes it back for them.
            Ask::SignAsVolunteer { .. } | Ask::SignForStructure { .. } if self.token.is_some() => {
                Err(Denied::Forbidden(Needs::Scope))
            }
            Ask::Consent { member } | Ask::SignAsVolunteer { member } => self.oneself(member),
            Ask::SignForStructure { employer } => self.manages(employer),
            Ask::SeeSignatures { network } => self.organises(network),
            Ask::SeeSignaturesOf { member } => self.runs_a_network_of(member, Role::Organiser),
            // The secret address would outlive the token's own revocation.
            Ask::KeepCalendarFeed { .. } if self.token.is_some() => {
                Err(Denied::Forbidden(Needs::Scope))
            }
            Ask::KeepCalendarFeed { member } => self.oneself(member),
            // A tool neither acts as somebody, nor sees in which browsers its owner is signed in, nor takes
            // the account over by another address.
            Ask::ActAs { .. } | Ask::KeepSessions { .. } | Ask::ChangeOwnEmail { .. }
                if self.token.is_some() =>
            {
                Err(Denied::Forbidden(Needs::Scope))
            }
            Ask::KeepSessions { member } | Ask::ChangeOwnEmail { member } => self.oneself(member),
            // What an address chose is told to whoever has the key of a letter to it, and to nobody else.
            Ask::SeeLetterPreferences { member } | Ask::SetLetterPreferences { member } => {
                member.map_or_else(|| Err(self.hidden_from()), |member| self.oneself(member))
            }
            Ask::ActAs { member, is_administrator } => {
                self.administers()?;
                if is_administrator || self.is(member) {
                    return Err(Denied::Forbidden(Needs::Oneself));
                }
                Ok(Because::Administrator)
            }
            // A token that made tokens would outlive its own revocation.
            Ask::CreateToken { .. } if self.token.is_some() => Err(Denied::Forbidden(Needs::Scope)),
            Ask::CreateToken { network: None } | Ask::SeeWaiting { .. } => {
                self.someone().map(|_| Because::Oneself)
            }
            Ask::CreateToken { network: Some(network) } => self.leads(network),
            Ask::RevokeToken { owner, network } => self.oneself(owner).or_else(|no| {
                network.map_or(Err(no), |network| self.leads(network)).map_err(|_| Denied::Hidden)
            }),
        }
    }

    fn administers(&self) -> Answer {
        self.administers_or(Needs::Administrator)
    }

    fn administers_or(&self, needs: Needs) -> Answer {
        self.someone()?;
        if self.is_administrator {
            Ok(Because::Administrator)
        } else {
            Err(Denied::Forbidden(needs))
        }
    }

    fn oneself(&self, member: Uuid) -> Answer {
        self.someone()?;
        if self.is(member) { Ok(Because::Oneself) } else { Err(Denied::Forbidden(Needs::Oneself)) }
    }

    fn manages(&self, employer: Uuid) -> Answer {
        self.someone()?;
        if self.manages.contains(&employer) {
            Ok(Because::Manages)
        } else {
            Err(Denied::Forbidden(Needs::Manager))
        }
    }

    /// Rights flow down the tree: a role in a network above counts.
    fn runs(&self, network: Uuid, at_least: Role, needs: Needs) -> Answer {
        self.someone()?;
        match self.reaches(network) {
            Some(reach) if reach.role <= at_least => {
                Ok(self.by_role(reach.role, reach.via, reach.via != network))
            }
            _ => self.administers_or(needs),
        }
    }

    fn by_role(&self, role: Role, network_id: Uuid, is_above: bool) -> Because {
        let network = self.names.get(&network_id).cloned().unwrap_or_default();
        match role {
            Role::Lead => Because::Leads { network_id, network, is_above },
            _ => Because::Organises { network_id, network, is_above },
        }
    }

    /// Private fields do not flow up the tree: only a role in one of these networks itself counts.
    fn holds_one_of(&self, networks: &[Uuid]) -> Answer {
        self.someone()?;
        let held = networks.iter().find_map(|network| {
            let role = self.held_in(*network).filter(|role| *role <= Role::Organiser)?;
            Some(self.by_role(role, *network, false))
        });
        held.map_or_else(|| self.administers_or(Needs::Team), Ok)
    }

    fn leads(&self, network: Uuid) -> Answer {
        self.runs(network, Role::Lead, Needs::Lead)
    }

    fn organises(&self, network: Uuid) -> Answer {
        self.runs(network, Role::Organiser, Needs::Organiser)
    }

    fn runs_one_of(&self, networks: &[Uuid], at_least: Role, needs: Needs) -> Answer {
        self.someone()?;
        networks
            .iter()
            .find_map(|network| self.runs(*network, at_least, needs).ok())
            .map_or_else(|| self.administers_or(needs), Ok)
    }

    fn runs_all_of(&self, networks: &[Uuid]) -> Answer {
        let mut because = self.administers_or(Needs::Organiser);
        for network in networks {
            because = Ok(self.organises(*network)?);
        }
        because
    }

    /// Belongs to the network or to one below it, or runs it.
    fn belongs_to(&self, network: Uuid) -> Answer {
        self.someone()?;
        if self.above.contains(&network) {
            return Ok(Because::Belongs);
        }
        self.runs(network, Role::Organiser, Needs::Membership)
    }

    fn runs_a_network_of(&self, member: &MemberFacts, at_least: Role) -> Answer {
        self.oneself(member.id)
            .or_else(|_| self.runs_one_of(&member.networks, at_least, Needs::Lead))
            .map_err(|no| if self.knows(member).is_ok() { no } else { self.hidden_from() })
    }

    fn sees_private(&self, member: &MemberFacts) -> Answer {
        self.oneself(member.id)
            .or_else(|_| self.holds_one_of(&member.networks))
            .map_err(|no| if self.knows(member).is_ok() { no } else { self.hidden_from() })
    }

    /// Whoever moves the address of an account in use could sign in as its owner.
    fn corrects_email(&self, member: &MemberFacts, is_used: bool) -> Answer {
        let answer = if is_used {
            self.administers()
        } else {
            self.runs_one_of(&member.networks, Role::Lead, Needs::Lead)
        };
        answer.map_err(|no| if self.knows(member).is_ok() { no } else { self.hidden_from() })
    }

    /// Members know those with whom they share a network, and those of a network above or below one of theirs;
    /// who runs a network goes on knowing those who left it, and knows those who ask to enter, without
    /// what they keep private.
    fn knows(&self, member: &MemberFacts) -> Answer {
        self.someone()?;
        if self.is(member.id) {
            return Ok(Because::Oneself);
        }
        if let Ok(because) = self.runs_one_of(&member.networks, Role::Organiser, Needs::Organiser) {
            return Ok(because);
        }
        let is_fellow = member.networks.iter().any(|id| self.above.contains(id))
            || member.above.iter().any(|id| self.belongs.contains(id));
        if is_fellow {
            return Ok(Because::Fellow);
        }
        if let Ok(because) = self.runs_one_of(&member.past, Role::Organiser, Needs::Organiser) {
            return Ok(because);
        }
        if member.employers.iter().any(|id| self.manages.contains(id)) {
            return Ok(Because::Manages);
        }
        Err(Denied::Hidden)
    }

    fn decides_employment(&self, employer: Uuid, member: &MemberFacts) -> Answer {
        if let Ok(because) = self.manages(employer) {
            return Ok(because);
        }
        // A lead confirms what a person declares, but not what they declare of themselves.
        if self.is(member.id) {
            return self.administers_or(Needs::Manager);
        }
        self.runs_a_network_of(member, Role::Lead)
    }

    fn sees_event(&self, event: &EventFacts) -> Answer {
        if let Ok(because) = self.runs_one_of(&event.hosts, Role::Organiser, Needs::Organiser) {
            return Ok(because);
        }
        if event.state == State::Draft {
            return Err(self.hidden_from());
        }
        match event.visibility {
            Visibility::Public => Ok(Because::Public),
            _ if event.is_shown_to(|id| self.above.contains(id)) => Ok(Because::Belongs),
            _ => Err(self.hidden_from()),
        }
    }

    fn registers(&self, event: &EventFacts) -> Answer {
        // Who may not know of the event is not asked to sign in for it.
        self.sees_event(event)?;
        self.someone()?;
        if event.is_open_to(|id| self.above.contains(id)) {
            return Ok(Because::Oneself);
        }
        self.runs_one_of(&event.hosts, Role::Organiser, Needs::Membership)
    }

    /// What one may not know of is not there; nobody in particular is asked to sign in first.
    #[expect(clippy::unused_self, reason = "what is hidden is hidden from someone")]
    fn hidden_from(&self) -> Denied {
        Denied::Hidden
    }
}
