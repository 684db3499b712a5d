//! The pages: who asks, what they read, what they post.
//!
//! A page shows and changes nothing. A form posts, and the answer is a redirection, or the page
//! again with what was typed and why it was refused.

mod administration;
mod calendar;
mod called;
mod change;
mod charter;
mod day;
mod employer;
mod event;
mod find;
mod home;
mod invitation;
mod list;
mod me;
mod member;
mod network;
mod once;
mod organise;
mod people;
mod place;
mod refusal;
mod text;
mod tree;
mod visit;
mod whereabouts;
mod workbench;

use std::sync::Arc;

use domain::error::Denied;
use poem::{
    Endpoint, EndpointExt as _, IntoResponse, Request, Response, Route,
    error::NotFoundError,
    get, handler,
    http::{Method, header},
    middleware::CookieJarManager,
    post,
    web::Redirect,
};

pub(crate) use refusal::unreadable;
use visit::{Visit, page_of};

/// Writes the routes, and beside each page the query and beside each form the mutation of the API
/// that does the same. Texts and files have none: what is in a file is on a page too.
macro_rules! doors {
    (
        texts { $($text:literal => $tell:expr;)+ }
        files { $($file:literal => $hand:expr;)+ }
        pages { $($page:literal => $show:expr, $query:literal;)+ }
        forms { $($form:literal => $act:expr, $mutation:literal;)+ }
    ) => {
        /// Each page that shows nothing of anybody.
        pub const TEXTS: &[&str] = &[$($text),+];

        /// What is no page: files to take away, calendars that programs read, live counts.
        pub const FILES: &[&str] = &[$($file),+];

        /// Each page, and the query that tells the same.
        pub const PAGES: &[(&str, &str)] = &[$(($page, $query)),+];

        /// Each form, and the mutation that does the same.
        pub const FORMS: &[(&str, &str)] = &[$(($form, $mutation)),+];

        /// Adds the pages to the routes.
        pub fn routes(routes: Route) -> Route {
            routes
                $(.at($text, get($tell)))+
                $(.at($file, get($hand)))+
                $(.at($page, get($show)))+
                $(.at($form, post($act).get(back).with(CookieJarManager::new()).around(once::only)))+
        }
    };
}

doors! {
    texts {
        "/accessibility" => text::accessibility;
        "/design" => text::design;
        "/legal" => text::legal;
        "/privacy" => text::privacy;
    }
    files {
        "/calendar/:name" => calendar::feed::of_network;
        "/calendar/feed.ics" => calendar::feed::federation;
        "/calendar/mine/:name" => calendar::feed::mine;
        "/employers/:id/participations.csv" => employer::staff::participations_file;
        "/employers/:id/participations.ods" => employer::staff::participations_file;
        "/employers/:id/staff.csv" => employer::staff::file;
        "/employers/:id/staff.ods" => employer::staff::file;
        "/events/:id/live" => organise::live::follow;
        "/events/:id/people.csv" => organise::file::take;
        "/events/:id/people.ods" => organise::file::take;
        "/networks/:slug/members.csv" => people::file::take;
        "/networks/:slug/members.ods" => people::file::take;
        "/networks/:slug/numbers.csv" => workbench::number::file;
        "/networks/:slug/numbers.ods" => workbench::number::file;
    }
    pages {
        "/" => home::show, "networks";
        "/administration" => administration::show, "members";
        "/administration/duplicates" => administration::duplicate::list, "memberDuplicates";
        "/administration/duplicates/:kept/:duplicate" => administration::duplicate::compare, "member";
        "/administration/health" => administration::state, "health";
        "/administration/members" => administration::member::list, "members";
        "/administration/members/:id" => administration::member::show, "member";
        "/administration/networks" => administration::network::list, "networks";
        "/administration/trail" => administration::trail::show, "node";
        "/calendar" => calendar::show, "events";
        "/charters/:id" => charter::show, "charter";
        "/charters/:id/edit" => workbench::charter::edit, "charter";
        "/charters/:id/signatures" => workbench::signature::show, "charter";
        "/employers" => employer::list::show, "employers";
        "/employers/:id" => employer::show, "employer";
        "/employers/:id/calendar" => employer::calendar::show, "events";
        "/employers/:id/managers" => employer::manager::show, "employer";
        "/employers/:id/participations" => employer::staff::participations, "employer";
        "/employers/:id/places" => employer::place::list, "employer";
        "/employers/:id/places/:place" => employer::place::show, "place";
        "/employers/:id/places/new" => employer::place::new, "employer";
        "/employers/:id/record" => employer::record::show, "employer";
        "/employers/:id/staff" => employer::staff::show, "employer";
        "/events/:id" => event::show, "event";
        "/events/:id/agenda" => organise::agenda::show, "event";
        "/events/:id/attendance" => organise::attendance::show, "event";
        "/events/:id/edit" => organise::plan::show, "event";
        "/events/:id/letter/:token" => event::letter::show, "event";
        "/events/:id/invite" => organise::invite::show, "event";
        "/events/:id/message" => organise::invite::message, "event";
        "/events/:id/people" => organise::people::show, "event";
        "/events/:id/questions" => organise::question::show, "event";
        "/events/:id/sheet" => organise::sheet::show, "event";
        "/find" => find::show, "communes";
        "/invitations/:token" => invitation::show, "invitationLetter";
        "/me" => me::show, "viewer";
        "/me/calendar" => calendar::show_own, "viewer";
        "/me/data" => me::personal::show, "viewer";
        "/me/data/erase" => me::personal::ask_erase, "viewer";
        "/me/email" => me::email_change::show, "viewer";
        "/me/email/:token" => me::email_change::ask, "viewer";
        "/me/employments" => me::employments::show, "viewer";
        "/me/letters" => me::letters::show, "viewer";
        "/me/networks" => me::networks::show, "viewer";
        "/me/participation" => me::participation::show, "viewer";
        "/me/profile" => me::profile::show, "viewer";
        "/me/profile/look" => me::profile::look, "viewer";
        "/members" => member::list, "members";
        "/members/:id" => member::show, "member";
        "/networks" => tree::show, "networks";
        "/networks/:slug" => network::show, "network";
        "/networks/:slug/charters" => workbench::charter::list, "network";
        "/networks/:slug/employers/new" => employer::new::show, "network";
        "/networks/:slug/events" => organise::list::show, "network";
        "/networks/:slug/events/new" => organise::list::new, "network";
        "/networks/:slug/import" => people::import::show, "network";
        "/networks/:slug/invitations" => people::invite::show, "network";
        "/networks/:slug/join-requests" => network::join_requests, "network";
        "/networks/:slug/members" => people::list::show, "network";
        "/networks/:slug/members/chosen" => people::chosen::show, "network";
        "/networks/:slug/history" => workbench::history::show, "network";
        "/networks/:slug/letters" => workbench::letter::show, "network";
        "/networks/:slug/numbers" => workbench::number::show, "network";
        "/networks/:slug/reminders" => workbench::reminder::show, "network";
        "/networks/:slug/settings" => workbench::settings::show, "network";
        "/networks/:slug/territory" => workbench::territory::show, "network";
        "/places" => place::list, "places";
    }
    forms {
        "/administration/act-as/end" => administration::act::end, "actAsEnd";
        "/administration/duplicates/:kept/:duplicate/merge" => administration::duplicate::merge, "memberMerge";
        "/administration/networks/level" => administration::network::set_level, "networkLevelSet";
        "/administration/members/:id/act" => administration::act::start, "actAsStart";
        "/administration/members/:id/archive" => administration::member::archive, "memberArchive";
        "/administration/members/:id/restore" => administration::member::restore, "memberRestore";
        "/charters/:id/edit/archive" => workbench::charter::archive, "charterArchive";
        "/charters/:id/edit/publish" => workbench::charter::publish, "charterPublish";
        "/charters/:id/edit/save" => workbench::charter::save, "charterUpdate";
        "/charters/:id/refuse" => charter::refuse, "charterRefuse";
        "/charters/:id/sign" => charter::sign, "charterSign";
        "/charters/:id/signatures/remind" => workbench::signature::remind, "charterRemind";
        "/charters/:id/withdraw" => charter::withdraw, "signatureWithdraw";
        "/employers/:id/employments/:employment/confirm" => employer::confirm_employment, "employmentConfirm";
        "/employers/:id/employments/:employment/refuse" => employer::refuse_employment, "employmentRefuse";
        "/employers/:id/managers/:manager/confirm" => employer::confirm_manager, "employerManagerConfirm";
        "/employers/:id/managers/:manager/refuse" => employer::refuse_manager, "employerManagerRefuse";
        "/employers/:id/managers/:manager/end" => employer::manager::end, "employerManagerEnd";
        "/employers/:id/managers/claim" => employer::manager::claim, "employerManagerClaim";
        "/employers/:id/managers/invite" => employer::manager::invite, "employerManagerInvite";
        "/employers/:id/places/:place/close" => employer::place::close, "placeArchive";
        "/employers/:id/places/:place/reopen" => employer::place::reopen, "placeReopen";
        "/employers/:id/places/:place/save" => employer::place::save, "placeUpdate";
        "/employers/:id/places/new/create" => employer::place::create, "placeCreate";
        "/employers/:id/record/close" => employer::record::close, "employerArchive";
        "/employers/:id/record/reopen" => employer::record::reopen, "employerReopen";
        "/employers/:id/record/save" => employer::record::save, "employerUpdate";
        "/events/:id/agenda/create" => organise::agenda::create, "sessionCreate";
        "/events/:id/agenda/remove" => organise::agenda::remove, "sessionDelete";
        "/events/:id/agenda/save" => organise::agenda::save, "sessionUpdate";
        "/events/:id/answers" => event::change_answers, "registrationAnswer";
        "/events/:id/attendance/record" => organise::attendance::record, "attendanceRecord";
        "/events/:id/attendance/withdraw" => organise::attendance::withdraw, "attendanceRecordWithdraw";
        "/events/:id/call-off" => organise::plan::call_off, "eventCancel";
        "/events/:id/cancel" => event::cancel, "registrationCancel";
        "/events/:id/delete" => organise::plan::delete, "eventDelete";
        "/events/:id/done" => organise::plan::done, "eventMarkDone";
        "/events/:id/edit/save" => organise::plan::save, "eventUpdate";
        "/events/:id/excuse" => event::excuse, "attendanceExcuse";
        "/events/:id/excuse/withdraw" => event::withdraw_excuse, "attendanceExcuseWithdraw";
        "/events/:id/invite/send" => organise::invite::send, "eventInvite";
        "/events/:id/letter/:token/cancel" => event::letter::cancel, "registrationCancel";
        "/events/:id/letter/:token/excuse" => event::letter::excuse, "attendanceExcuse";
        "/events/:id/letter/:token/excuse/withdraw" => event::letter::withdraw_excuse, "attendanceExcuseWithdraw";
        "/events/:id/letter/:token/name" => event::letter::say_name, "memberUpdate";
        "/events/:id/letter/:token/offer/accept" => event::letter::accept_offer, "registrationOfferAccept";
        "/events/:id/letter/:token/offer/decline" => event::letter::decline_offer, "registrationOfferDecline";
        "/events/:id/letter/:token/register" => event::letter::register, "registrationCreate";
        "/events/:id/letter/:token/sessions/choose" => event::letter::choose, "sessionChoose";
        "/events/:id/letter/:token/sessions/leave" => event::letter::leave, "sessionLeave";
        "/events/:id/message/send" => organise::invite::message_send, "eventMessageSend";
        "/events/:id/offer/accept" => event::accept_offer, "registrationOfferAccept";
        "/events/:id/offer/decline" => event::decline_offer, "registrationOfferDecline";
        "/events/:id/people/approve" => organise::people::approve, "registrationApprove";
        "/events/:id/people/cancel" => organise::people::cancel, "registrationCancel";
        "/events/:id/people/decline" => organise::people::decline, "registrationDecline";
        "/events/:id/people/register" => organise::people::register, "registrationCreate";
        "/events/:id/postpone" => organise::plan::postpone, "eventPostpone";
        "/events/:id/publish" => organise::publish::publish, "eventPublish";
        "/events/:id/questions/create" => organise::question::create, "questionCreate";
        "/events/:id/questions/remove" => organise::question::remove, "questionDelete";
        "/events/:id/questions/save" => organise::question::save, "questionUpdate";
        "/events/:id/register" => event::register, "registrationCreate";
        "/events/:id/sessions/choose" => event::choose, "sessionChoose";
        "/events/:id/sessions/leave" => event::leave, "sessionLeave";
        "/invitations/:token/accept" => invitation::accept, "invitationAccept";
        "/invitations/:token/decline" => invitation::decline, "invitationDecline";
        "/me/calendar/close" => calendar::close, "calendarFeedRevoke";
        "/me/calendar/open" => calendar::open, "calendarFeedCreate";
        "/me/data/erase/confirm" => me::personal::erase, "memberErase";
        "/me/data/export" => me::personal::export, "memberExport";
        "/me/data/sessions/:id/revoke" => me::personal::revoke_session, "signInSessionRevoke";
        "/me/data/tokens/:id/revoke" => me::personal::revoke_token, "tokenRevoke";
        "/me/data/tokens/create" => me::personal::create_token, "tokenCreate";
        "/me/email/:token/confirm" => me::email_change::confirm, "emailChangeConfirm";
        "/me/email/request" => me::email_change::request, "emailChangeRequest";
        "/me/employments/:id/end" => me::employments::end, "employmentEnd";
        "/me/employments/:id/save" => me::employments::save, "employmentUpdate";
        "/me/employments/declare" => me::employments::declare, "employmentDeclare";
        "/me/invitations/:id/accept" => me::answer::accept, "invitationAccept";
        "/me/invitations/:id/decline" => me::answer::decline, "invitationDecline";
        "/me/letters/save" => me::letters::save, "letterPreferencesUpdate";
        "/me/networks/:id/leave" => me::networks::leave, "membershipEnd";
        "/me/profile/save" => me::profile::save, "memberUpdate";
        "/members/:id/archive" => people::lead::archive, "memberArchive";
        "/members/:id/email" => people::lead::readdress, "memberEmailUpdate";
        "/members/:id/memberships/change" => people::lead::change, "membershipUpdate";
        "/members/:id/memberships/end" => people::lead::end, "membershipEnd";
        "/members/:id/memberships/restore" => people::lead::restore, "membershipsRestore";
        "/members/:id/memberships/transfer" => people::lead::transfer, "membershipTransfer";
        "/members/:id/message" => member::message, "memberMessageSend";
        "/members/:id/restore" => people::lead::reopen, "memberRestore";
        "/networks/:slug/charters/create" => workbench::charter::create, "charterCreate";
        "/networks/:slug/employers/new/create" => employer::new::create, "employerCreate";
        "/networks/:slug/events/create" => organise::list::create, "eventCreate";
        "/networks/:slug/events/duplicate" => organise::list::duplicate, "eventDuplicate";
        "/networks/:slug/import/bring" => people::import::bring, "membersImport";
        "/networks/:slug/invitations/resend" => people::invite::resend, "invitationResend";
        "/networks/:slug/invitations/revoke" => people::invite::revoke, "invitationRevoke";
        "/networks/:slug/invitations/send" => people::invite::send, "invitationsCreate";
        "/networks/:slug/join" => network::ask, "joinRequestCreate";
        "/networks/:slug/join/:id/withdraw" => network::withdraw, "joinRequestWithdraw";
        "/networks/:slug/join-requests/:id/approve" => network::approve, "joinRequestApprove";
        "/networks/:slug/join-requests/:id/refuse" => network::refuse, "joinRequestRefuse";
        "/networks/:slug/members/chosen/change" => people::act::change, "membershipsUpdate";
        "/networks/:slug/members/chosen/end" => people::act::end, "membershipsEnd";
        "/networks/:slug/members/chosen/invite" => people::act::invite, "eventInvite";
        "/networks/:slug/members/chosen/restore" => people::act::restore, "membershipsRestore";
        "/networks/:slug/members/chosen/write" => people::act::write, "membersMessageSend";
        "/networks/:slug/letters/resend" => workbench::letter::resend, "letterResend";
        "/networks/:slug/reminders/save" => workbench::reminder::save, "reminderRuleSet";
        "/networks/:slug/settings/archive" => workbench::settings::archive, "networkArchive";
        "/networks/:slug/settings/found" => workbench::settings::found, "networkCreate";
        "/networks/:slug/settings/move" => workbench::settings::relocate, "networkMove";
        "/networks/:slug/settings/reopen" => workbench::settings::reopen, "networkReopen";
        "/networks/:slug/settings/save" => workbench::settings::save, "networkUpdate";
        "/networks/:slug/territory/save" => workbench::territory::save, "networkTerritoryUpdate";
    }
}

/// Says on a page like the others that an address is of nothing, or of nothing any more.
pub async fn nowhere<E: Endpoint>(next: Arc<E>, request: Request) -> poem::Result<Response> {
    let is_looked_at = request.method() == Method::GET;
    let mut again = Request::builder().uri(request.uri().clone());
    if let Some(cookie) = request.headers().get(header::COOKIE) {
        again = again.header(header::COOKIE, cookie);
    }
    let mut again = again.finish();
    *again.extensions_mut() = request.extensions().clone();
    match next.call(request).await {
        Err(error) if is_looked_at && error.is::<NotFoundError>() => {
            let visit = Visit::begin(&again).await.map_err(poem::Error::from_response)?;
            Ok(visit.tell(|_| Err(Denied::Hidden)))
        }
        other => other.map(IntoResponse::into_response),
    }
}

/// Somebody asks again for the address of a form that was refused: its page is what they mean.
#[handler]
fn back(request: &Request) -> Response {
    Redirect::see_other(page_of(request.uri().path())).into_response()
}
