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

/// The rows of each question; the compiler refuses a question that has none.
macro_rules! rows {
    ($($question:ident: $($row:literal $fields:tt),+;)+) => {{
        const fn _has_a_row(ask: &Ask<'_>) {
            match ask {
                $(Ask::$question { .. } => (),)+
            }
        }
        vec![$($(($row, Ask::$question $fields)),+),+]
    }};
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
    let for_federation = EventFacts { audience: Audience::Federation, ..public.clone() };
    let for_everyone = EventFacts { audience: Audience::Everyone, ..public.clone() };
    let registration = RegistrationFacts { event: &hosts, member_id: MEMBER, is_by_letter: true };
    let elsewhere = RegistrationFacts { is_by_letter: false, ..registration };
    let (network, networks) = (DEPARTMENT, [DEPARTMENT]);
    let questions: Vec<(&str, Ask<'_>)> = rows! {
        SeeNetworkLinks: "see a network's links" { network };
        CreateNetwork:
            "found a network at the top" { parent: None },
            "found a network below" { parent: Some(network) };
        EditNetwork: "edit a network" { network };
        MoveNetwork:
            "move it below the region" { network, to: Some(REGION) },
            "move it to the top" { network, to: None };
        ArchiveNetwork: "archive a network" { network };
        SeeMember: "see a member" { member: &member };
        SeeMemberPrivate: "see a member's private fields" { member: &member };
        WriteToMember: "write to a member" { member: &member };
        WriteToMembers: "write to many members" { network };
        CorrectEmail:
            "correct an address never used" { member: &member, is_used: false },
            "correct an address in use" { member: &member, is_used: true };
        EditMember: "edit a member" { member: &member };
        ArchiveMember: "archive a member" { member: &member };
        MergeMembers: "merge two members" { kept: &member, duplicate: &other };
        Consent: "let others see one's own fields" { member: MEMBER };
        SeeDuplicates: "look for records of the same person" { network };
        ListMembers: "list a network's members" { network };
        SeeHistory: "see who was in a network before" { network };
        SeePilot:
            "read a pilot's name" { network, is_named: false },
            "read it when the pilot lets everyone" { network, is_named: true };
        Invite:
            "invite a member" { network, role: Role::Member },
            "invite a lead" { network, role: Role::Lead };
        SeeInvitations: "see invitations" { network };
        SeeAddresses: "see the addresses written to" { network };
        AskToJoin: "ask to join" { network };
        WithdrawJoinRequest: "take a join request back" { network, member: MEMBER };
        AnswerJoinRequest: "answer a join request" { network };
        ChangeMembership: "change a role" { network, role: Role::Lead };
        EndMembership: "end a membership" { network, member: MEMBER };
        SeeEmployer: "know of an employer" {};
        SeeEmployerContact: "reach it" { employer: EMPLOYER, networks: &networks };
        CreateEmployer: "create an employer" { network };
        EditEmployer: "edit an employer" { employer: EMPLOYER, networks: &networks };
        SeeStaff: "see an employer's staff" { employer: EMPLOYER, networks: &networks };
        ClaimManager: "claim to manage" { networks: &networks };
        EndManager: "end who manages" { member: MEMBER, networks: &networks };
        SeePlace: "see a place" {};
        CreatePlace:
            "create a place" { network, employer: None },
            "create a place of an employer" { network, employer: Some((EMPLOYER, &[DEPARTMENT])) };
        EditPlace: "edit a place" { network, employer: Some(EMPLOYER) };
        DecideManager:
            "decide who manages" { employer: EMPLOYER, member: None, networks: &networks };
        SeeEmployment: "see an employment" { employer: EMPLOYER, member: &member };
        DeclareEmployment: "declare an employment" { member: &member };
        DecideEmployment: "decide an employment" { employer: EMPLOYER, member: &member };
        PlanEvent: "plan an event" { hosts: &networks };
        SeeEvent:
            "see a public event" { event: &public },
            "see a federation event" { event: &federation },
            "see a hosts' event" { event: &hosts },
            "see a draft" { event: &draft };
        EditEvent: "edit an event" { event: &hosts };
        SeeRegistrants: "see registrants" { event: &hosts };
        Register:
            "register" { event: &hosts },
            "register where the federation may" { event: &for_federation },
            "register where everyone may" { event: &for_everyone };
        RegisterOther: "register someone else" { event: &hosts, member: &member };
        SeeRegistration: "see a registration" { registration };
        ChangeRegistration:
            "change a registration" { registration },
            "change one made by signing in" { registration: elsewhere };
        SayOwnName: "give one's name to a registration" { registration };
        DecideRegistration: "decide a registration" { event: &hosts };
        RecordAttendance: "record attendance" { event: &hosts };
        SeeAttendance: "see attendance" { registration };
        EditCharter: "edit a charter" { network };
        SeeCharter:
            "see a published charter" { network, is_published: true },
            "see a charter's draft" { network, is_published: false };
        SignAsVolunteer: "sign as a volunteer" { member: MEMBER };
        SignForStructure: "sign for a structure" { employer: EMPLOYER };
        SeeSignatures: "see signatures" { network };
        SeeSignaturesOf: "see what someone signed" { member: &member };
        CreateToken:
            "make a token of one's own" { network: None },
            "make a token for a branch" { network: Some(network) };
        RevokeToken: "revoke a token" { owner: MEMBER, network: Some(network) };
        KeepCalendarFeed: "keep a calendar's address" { member: MEMBER };
        SetReminders: "set reminders" { network };
        SeeLetters: "see letters" { network };
        ResendLetter: "send a letter again" { network };
        SeeAudit: "see the audit trail" { network };
        ErasePersonal: "take or erase all about someone" { member: &member };
        SeeMemberAudit: "see what someone did" { member: &member };
        SeeEventAudit: "see an event's audit trail" { event: &hosts };
        SeeEmployerAudit: "see an employer's audit trail" { networks: &networks };
        SeeCounts: "see counts" { network };
        Exchange: "bring in or out a file" { network };
        Administer: "administer" {};
        ActAs:
            "act as a member" { member: MEMBER, is_administrator: false },
            "act as an administrator" { member: MEMBER, is_administrator: true };
        KeepSessions: "see one's browsers" { member: MEMBER };
        ChangeOwnEmail: "take another address oneself" { member: MEMBER };
        SeeLetterPreferences: "see which letters one receives" { member: Some(MEMBER) };
        SetLetterPreferences: "say which letters one receives" { member: Some(MEMBER) };
        SeeWaiting: "see what waits for one's answer" { about: Resource::Registration };
    };
    let mut table = String::new();
    for (question, ask) in &questions {
        let _ = writeln!(table, "{question}");
        for (name, asker) in askers() {
            let _ = writeln!(table, "    {name:<26}{}", cell(&asker.may(ask)));
        }
    }
    insta::assert_snapshot!(table);
}
