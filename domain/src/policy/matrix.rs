//! Every role × every question, in one snapshot that a board member can read.
//!
//! The tree: a region, above a department, above a local network; beside it another department.

use std::{collections::HashSet, fmt::Write as _};

use uuid::Uuid;

use super::{
    Ask, Because, EventFacts, Held, MemberFacts, Reach, RegistrationFacts, Resource, Role, Scope,
    Standing, TokenLimits,
};
use crate::error::Denied;
use entities::event::{Audience, State, Visibility};

const REGION: Uuid = Uuid::from_u128(1);
const DEPARTMENT: Uuid = Uuid::from_u128(2);
const LOCAL: Uuid = Uuid::from_u128(3);
const BESIDE: Uuid = Uuid::from_u128(4);
const EMPLOYER: Uuid = Uuid::from_u128(5);
const MEMBER: Uuid = Uuid::from_u128(6);
const SOMEONE: Uuid = Uuid::from_u128(7);

fn above(network: Uuid) -> Vec<Uuid> {
    match network {
        LOCAL => vec![LOCAL, DEPARTMENT, REGION],
        DEPARTMENT => vec![DEPARTMENT, REGION],
        BESIDE => vec![BESIDE, REGION],
        _ => vec![REGION],
    }
}

fn below(network: Uuid) -> Vec<Uuid> {
    [REGION, DEPARTMENT, LOCAL, BESIDE]
        .into_iter()
        .filter(|other| above(*other).contains(&network))
        .collect()
}

/// Someone with this role in this network.
fn with(member: Uuid, network: Uuid, role: Role) -> Standing {
    let mut standing = Standing { member: Some(member), ..Standing::nobody() };
    standing.belongs.insert(network);
    standing.above.extend(above(network));
    standing.names.insert(network, "R".to_owned());
    standing.held.push(Held { network_id: network, network_name: "R".to_owned(), role });
    if role < Role::Member {
        for reached in below(network) {
            standing.reach.insert(reached, Reach { role, via: network });
        }
    }
    standing
}

fn askers() -> Vec<(&'static str, Standing)> {
    let stranger = Standing { member: Some(SOMEONE), ..Standing::nobody() };
    let manager = Standing { manages: HashSet::from([EMPLOYER]), ..stranger.clone() };
    let administrator = Standing { is_administrator: true, ..stranger.clone() };
    let limited = |whose: Standing, scopes: &[(Resource, bool)], networks: Option<&[Uuid]>| {
        whose.limited_to(TokenLimits {
            id: Uuid::nil(),
            scopes: scopes
                .iter()
                .map(|(resource, is_write)| Scope { resource: *resource, is_write: *is_write })
                .collect(),
            networks: networks.map(|networks| networks.iter().copied().collect()),
        })
    };
    let token = |scopes: &[(Resource, bool)], networks: Option<&[Uuid]>| {
        limited(with(SOMEONE, DEPARTMENT, Role::Lead), scopes, networks)
    };
    let own_token = |networks: &[Uuid]| {
        let scopes = Resource::ALL.map(|resource| (resource, true));
        limited(with(MEMBER, DEPARTMENT, Role::Member), &scopes, Some(networks))
    };
    let acting =
        Standing { acting: Some(Uuid::from_u128(9)), ..with(MEMBER, DEPARTMENT, Role::Member) };
    let everything = Resource::ALL.map(|resource| (resource, true));
    vec![
        ("nobody", Standing::nobody()),
        ("stranger", stranger),
        ("the person", with(MEMBER, DEPARTMENT, Role::Member)),
        ("fellow member", with(SOMEONE, DEPARTMENT, Role::Member)),
        ("member below", with(SOMEONE, LOCAL, Role::Member)),
        ("member beside", with(SOMEONE, BESIDE, Role::Member)),
        ("organiser", with(SOMEONE, DEPARTMENT, Role::Organiser)),
        ("lead", with(SOMEONE, DEPARTMENT, Role::Lead)),
        ("lead above", with(SOMEONE, REGION, Role::Lead)),
        ("lead below", with(SOMEONE, LOCAL, Role::Lead)),
        ("lead beside", with(SOMEONE, BESIDE, Role::Lead)),
        ("manager", manager),
        ("administrator", administrator),
        ("administrator acting", acting),
        ("token: lead, event:read", token(&[(Resource::Event, false)], None)),
        ("token: lead, all, below", token(&everything, Some(&[LOCAL]))),
        ("token: the person, all", own_token(&[DEPARTMENT, LOCAL])),
        ("token: the person, beside", own_token(&[BESIDE])),
        ("letter: the person", with(MEMBER, DEPARTMENT, Role::Member).answering(Uuid::nil())),
        ("letter: lead", with(SOMEONE, DEPARTMENT, Role::Lead).answering(Uuid::nil())),
        ("letter: another event", with(MEMBER, DEPARTMENT, Role::Member).answering(MEMBER)),
        ("the house", Standing::house()),
    ]
}

fn event(visibility: Visibility, state: State) -> EventFacts {
    EventFacts {
        id: Uuid::nil(),
        hosts: vec![DEPARTMENT],
        above: above(DEPARTMENT),
        visibility,
        audience: Audience::Hosts,
        state,
    }
}

fn cell(answer: &Result<Because, Denied>) -> String {
    match answer {
        Ok(Because::Leads { is_above: true, .. }) => "yes (leads above)".to_owned(),
        Ok(Because::Leads { .. }) => "yes (leads)".to_owned(),
        Ok(Because::Organises { is_above: true, .. }) => "yes (organises above)".to_owned(),
        Ok(Because::Organises { .. }) => "yes (organises)".to_owned(),
        Ok(because) => format!("yes ({because:?})"),
        Err(Denied::Forbidden(needs)) => format!("no, needs {needs:?}"),
        Err(Denied::Anonymous) => "no, sign in".to_owned(),
        Err(Denied::Hidden) => "hidden".to_owned(),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each question")]
fn the_policy_reads_as_one_table() {
    let member = MemberFacts {
        id: MEMBER,
        networks: vec![DEPARTMENT],
        above: above(DEPARTMENT),
        employers: vec![EMPLOYER],
        ..MemberFacts::default()
    };
    let other = MemberFacts { id: Uuid::from_u128(8), ..member.clone() };
    let public = event(Visibility::Public, State::Published);
    let federation = event(Visibility::Federation, State::Published);
    let hosts = event(Visibility::Hosts, State::Published);
    let draft = event(Visibility::Public, State::Draft);
    let registration = RegistrationFacts { event: &hosts, member_id: MEMBER, is_by_letter: true };
    let elsewhere = RegistrationFacts { is_by_letter: false, ..registration };
    let (network, networks) = (DEPARTMENT, [DEPARTMENT]);
    let questions: Vec<(&str, Ask<'_>)> = vec![
        ("see a network's links", Ask::SeeNetworkLinks { network }),
        ("found a network at the top", Ask::CreateNetwork { parent: None }),
        ("found a network below", Ask::CreateNetwork { parent: Some(network) }),
        ("edit a network", Ask::EditNetwork { network }),
        ("move it below the region", Ask::MoveNetwork { network, to: Some(REGION) }),
        ("move it to the top", Ask::MoveNetwork { network, to: None }),
        ("archive a network", Ask::ArchiveNetwork { network }),
        ("see a member", Ask::SeeMember { member: &member }),
        ("see a member's private fields", Ask::SeeMemberPrivate { member: &member }),
        ("write to a member", Ask::WriteToMember { member: &member }),
        ("write to many members", Ask::WriteToMembers { network }),
        ("correct an address never used", Ask::CorrectEmail { member: &member, is_used: false }),
        ("correct an address in use", Ask::CorrectEmail { member: &member, is_used: true }),
        ("edit a member", Ask::EditMember { member: &member }),
        ("archive a member", Ask::ArchiveMember { member: &member }),
        ("merge two members", Ask::MergeMembers { kept: &member, duplicate: &other }),
        ("list a network's members", Ask::ListMembers { network }),
        ("read a pilot's name", Ask::SeePilot { network, is_named: false }),
        ("read it when the pilot lets everyone", Ask::SeePilot { network, is_named: true }),
        ("invite a member", Ask::Invite { network, role: Role::Member }),
        ("invite a lead", Ask::Invite { network, role: Role::Lead }),
        ("see invitations", Ask::SeeInvitations { network }),
        ("see the addresses written to", Ask::SeeAddresses { network }),
        ("ask to join", Ask::AskToJoin { network }),
        ("take a join request back", Ask::WithdrawJoinRequest { network, member: MEMBER }),
        ("answer a join request", Ask::AnswerJoinRequest { network }),
        ("change a role", Ask::ChangeMembership { network, role: Role::Lead }),
        ("end a membership", Ask::EndMembership { network, member: MEMBER }),
        ("know of an employer", Ask::SeeEmployer),
        ("reach it", Ask::SeeEmployerContact { employer: EMPLOYER, networks: &networks }),
        ("create an employer", Ask::CreateEmployer { network }),
        ("edit an employer", Ask::EditEmployer { employer: EMPLOYER, networks: &networks }),
        ("see an employer's staff", Ask::SeeStaff { employer: EMPLOYER, networks: &networks }),
        ("claim to manage", Ask::ClaimManager { networks: &networks }),
        ("end who manages", Ask::EndManager { member: MEMBER, networks: &networks }),
        ("see a place", Ask::SeePlace),
        ("create a place", Ask::CreatePlace { network, employer: None }),
        (
            "create a place of an employer",
            Ask::CreatePlace { network, employer: Some((EMPLOYER, &[DEPARTMENT])) },
        ),
        ("edit a place", Ask::EditPlace { network, employer: Some(EMPLOYER) }),
        (
            "decide who manages",
            Ask::DecideManager { employer: EMPLOYER, member: None, networks: &networks },
        ),
        ("see an employment", Ask::SeeEmployment { employer: EMPLOYER, member: &member }),
        ("declare an employment", Ask::DeclareEmployment { member: &member }),
        ("decide an employment", Ask::DecideEmployment { employer: EMPLOYER, member: &member }),
        ("plan an event", Ask::PlanEvent { hosts: &networks }),
        ("see a public event", Ask::SeeEvent { event: &public }),
        ("see a federation event", Ask::SeeEvent { event: &federation }),
        ("see a hosts' event", Ask::SeeEvent { event: &hosts }),
        ("see a draft", Ask::SeeEvent { event: &draft }),
        ("edit an event", Ask::EditEvent { event: &hosts }),
        ("see registrants", Ask::SeeRegistrants { event: &hosts }),
        ("register", Ask::Register { event: &hosts }),
        ("register someone else", Ask::RegisterOther { event: &hosts, member: &member }),
        ("see a registration", Ask::SeeRegistration { registration }),
        ("change a registration", Ask::ChangeRegistration { registration }),
        ("give one's name to a registration", Ask::SayOwnName { registration }),
        ("change one made by signing in", Ask::ChangeRegistration { registration: elsewhere }),
        ("decide a registration", Ask::DecideRegistration { event: &hosts }),
        ("record attendance", Ask::RecordAttendance { event: &hosts }),
        ("see attendance", Ask::SeeAttendance { registration }),
        ("edit a charter", Ask::EditCharter { network }),
        ("see a published charter", Ask::SeeCharter { network, is_published: true }),
        ("see a charter's draft", Ask::SeeCharter { network, is_published: false }),
        ("sign as a volunteer", Ask::SignAsVolunteer { member: MEMBER }),
        ("sign for a structure", Ask::SignForStructure { employer: EMPLOYER }),
        ("see signatures", Ask::SeeSignatures { network }),
        ("see what someone signed", Ask::SeeSignaturesOf { member: &member }),
        ("make a token of one's own", Ask::CreateToken { network: None }),
        ("make a token for a branch", Ask::CreateToken { network: Some(network) }),
        ("revoke a token", Ask::RevokeToken { owner: MEMBER, network: Some(network) }),
        ("keep a calendar's address", Ask::KeepCalendarFeed { member: MEMBER }),
        ("set reminders", Ask::SetReminders { network }),
        ("see letters", Ask::SeeLetters { network }),
        ("send a letter again", Ask::ResendLetter { network }),
        ("see the audit trail", Ask::SeeAudit { network }),
        ("take or erase all about someone", Ask::ErasePersonal { member: &member }),
        ("see what someone did", Ask::SeeMemberAudit { member: &member }),
        ("see an event's audit trail", Ask::SeeEventAudit { event: &hosts }),
        ("see an employer's audit trail", Ask::SeeEmployerAudit { networks: &networks }),
        ("see counts", Ask::SeeCounts { network }),
        ("bring in or out a file", Ask::Exchange { network }),
        ("administer", Ask::Administer),
        ("act as a member", Ask::ActAs { member: MEMBER, is_administrator: false }),
        ("act as an administrator", Ask::ActAs { member: MEMBER, is_administrator: true }),
        ("see one's browsers", Ask::KeepSessions { member: MEMBER }),
        ("take another address oneself", Ask::ChangeOwnEmail { member: MEMBER }),
        ("see which letters one receives", Ask::SeeLetterPreferences { member: Some(MEMBER) }),
        ("say which letters one receives", Ask::SetLetterPreferences { member: Some(MEMBER) }),
        ("see what waits for one's answer", Ask::SeeWaiting { about: Resource::Registration }),
    ];
    let mut table = String::new();
    for (question, ask) in &questions {
        let _ = writeln!(table, "{question}");
        for (name, asker) in askers() {
            let _ = writeln!(table, "    {name:<26}{}", cell(&asker.may(ask)));
        }
    }
    insta::assert_snapshot!(table);
}
