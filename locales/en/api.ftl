# What the API says to those who ask for English; pages and letters are French.
refusal-event-not-held = The event does not take place: it is being planned, was put off or was cancelled.
refusal-not-begun = Attendance is recorded from one hour before the start.
refusal-too-many-records = Record at most a hundred people at once.
refusal-member-twice = This person is named twice.
refusal-not-expected = You are neither registered nor invited.
refusal-not-excused = You sent no excuse, or it counts no more.
refusal-already-present = You were there.
refusal-already-recorded = The team has noted your absence already: if something changes, write to them.
refusal-attendance-unknown = Nothing is recorded under this identifier at this event, or nothing any more.
refusal-attendance-twice = This attendance is named twice.
refusal-held-back = Another line of the list is refused: nothing was recorded.
refusal-nobody-signs = A charter is signed by volunteers, by their host structure, or by both: choose.
refusal-validity-out-of-range = A signature holds from 1 to { $most } months; without a duration it holds without end.
refusal-charter-archived = This charter is closed.
refusal-draft-missing = Write the text before you publish it.
refusal-unchanged = This text is published already, under the same rules.
refusal-agreement-missing = To sign, say expressly that you agree.
refusal-not-current = A newer version of this charter is to be signed.
refusal-side-not-asked = This charter does not ask for this signature.
refusal-not-concerned = This charter is for the members of its network and for their host structures.
refusal-already-signed = It is signed; a signature can be renewed in its last 30 days, never in the first half of its time.
refusal-signed-already = It is signed: to go back on it, withdraw the signature.
refusal-already-refused = It is refused already.
refusal-not-standing = This signature no longer stands: there is nothing to withdraw.
refusal-siret-invalid = “{ $siret }” is not a SIRET: check the 14 digits.
refusal-siret-taken = This SIRET is that of “{ $employer }”.
refusal-rna-invalid = “{ $rna }” is not an RNA number: W followed by 9 digits.
refusal-rna-taken = This RNA number is that of “{ $employer }”.
refusal-postal-code-invalid = “{ $postal_code }” is not a postal code.
refusal-employer-archived = The record of this employer is closed.
refusal-already-manager = It is asked for already, or the person acts for this employer already.
refusal-manager-ended = It is over already.
refusal-network-unrelated = This employer has neither staff nor places in this network.
refusal-employment-overlaps = An employment at this employer is known for these days (from { $started_on }).
refusal-employment-refused = This employment was refused: declare it again.
refusal-employment-ended = This employment ended on { $ended_on }.
refusal-commune-missing = Give the commune.
refusal-address-missing = Give the address.
refusal-standard-id-taken = Another place of this network has the identifier “{ $standard_id }”.
refusal-pivot-invalid = “{ $pivot }” is neither a SIRET, nor an RNA number, nor a RIDET.
refusal-coordinates-invalid = These coordinates are no point on Earth.
refusal-summary-too-long = The summary is too long: { $most } characters at most.
refusal-value-unknown = “{ $value }” is not in the national standard’s list ({ $list }).
refusal-host-missing = Choose one host network at least.
refusal-host-archived = This host network is closed.
refusal-title-missing = Give a title.
refusal-ends-before-start = The end must come after the beginning.
refusal-ends-in-past = This date is over: choose one to come. If the event has taken place, say first that it is done.
refusal-time-zone-unknown = There is no time zone “{ $zone }”.
refusal-capacity-negative = The number of places cannot be negative.
refusal-capacity-below-taken = { $taken ->
    [one] One place is taken or offered: the capacity cannot go below.
   *[other] { $taken } places are taken or offered: the capacity cannot go below.
}
refusal-mode-taken = { $taken ->
    [one] One person takes part in this way already, or asks to.
   *[other] { $taken } people take part in this way already, or ask to.
}
refusal-registration-window-reversed = Registration must close after it opens.
refusal-registration-opens-too-late = Registration must open before the event begins.
refusal-registration-closes-too-late = Registration must close before the event ends. If its date changes, move its deadlines too.
refusal-cancel-until-too-late = One cancels before the event ends. If its date changes, move its deadlines too.
refusal-offer-hours-out-of-range = A freed place is offered for 1 to 720 hours.
refusal-reminder-rule-invalid = Reminders leave 1 to 90 days before, at most five of each kind.
refusal-event-cancelled = This event is cancelled.
refusal-event-over = This event is over.
refusal-event-not-begun = This event has not begun yet.
refusal-venue-missing = Give a venue, or say that it is tentative.
refusal-reason-missing = Say why.
refusal-wrong-state = { $state ->
    [draft] This event is still a draft.
    [published] This event is published already.
    [postponed] This event was put off.
    [cancelled] This event is cancelled.
   *[done] This event is over.
}
refusal-session-outside = “{ $title }” would be outside the event’s hours: move the agenda too.
refusal-ends-after-event = This session ends after the event.
refusal-outside-event = This session begins outside the event’s hours.
refusal-speaker-name-missing = Give the name of each speaker.
refusal-too-many-sessions = An agenda has at most 100 sessions.
refusal-chosen-beside = { $count ->
    [one] One person also chose a session that would be at the same time: they leave one of the two first, or choose another hour.
   *[other] { $count } people also chose a session that would be at the same time: they leave one of the two first, or choose another hour.
}
refusal-session-in-use = { $count ->
    [one] One person chose this session or was there.
   *[other] { $count } people chose this session or were there.
}
refusal-prompt-missing = Write the question.
refusal-choices-invalid = Give 2 to 50 choices, all different.
refusal-too-many-questions = An event asks at most 50 questions.
refusal-question-answered = { $count ->
    [one] One person answered this question already.
   *[other] { $count } people answered this question already.
}
refusal-too-many-members = Choose at most 500 people at once.
refusal-member-unknown = One of these people is not there, or not yours to know.
refusal-member-cannot-see = { $count ->
    [one] One of these people may not know of this event: widen its visibility.
   *[other] { $count } of these people may not know of this event: widen its visibility.
}
refusal-registration-closed = Registration is closed: move its deadline first, then invite.
refusal-member-cannot-register = { $count ->
    [one] One of these people may not register for this event: widen its audience first.
   *[other] { $count } of these people may not register for this event: widen its audience first.
}
refusal-subject-missing = Give a subject.
refusal-body-missing = Write a message.
refusal-states-missing = Choose whom to write to.
refusal-reminder-days-out-of-range = Reminders leave 1 to 90 days before.
refusal-too-many-reminders = At most five reminders of each kind.
refusal-file-empty = The file is empty.
refusal-file-not-text = This file is not text: save the spreadsheet as CSV and try again.
refusal-file-of-places = This is a table of places, not of people: bring it in with `maillage import places`.
refusal-headings-missing = No line of the file looks like the expected headings.
refusal-columns-missing = Columns are missing: { $columns }.
refusal-network-archived = This network is closed.
refusal-category-required = Letters about what you ask for yourself cannot be refused.
refusal-text-too-long = This text is too long: 200 characters at most.
refusal-phone-invalid = “{ $phone }” is not a telephone number.
refusal-too-many-skills = Give at most { $most } skills, themes included.
refusal-skill-too-long = “{ $skill }” is too long: { $most } characters at most for a skill.
refusal-nobody-chosen = Choose at least one person.
refusal-too-many-memberships = { $count } people are too many at once: 100 at most.
refusal-too-many-readers = Too many people at once: { $most } at most.
refusal-nothing-changes = Choose a role or a local role.
refusal-changed-since = The role changed once more since: it stays what it is.
refusal-not-ended = There is nothing to take back: this membership goes on.
refusal-has-left = This person left by themselves: invite them.
refusal-transfer-announced = A transfer is announced: restore the membership first, or end the one that is to begin in the other network.
refusal-transfer-taken-back = The transfer was taken back: transfer the person anew.
refusal-has-moved = This person has moved to another network: move them back.
refusal-too-late = This membership ended more than thirty days ago: invite the person again.
refusal-email-change-expired = This link holds for a day, and that day is over. Ask for another letter.
refusal-email-change-too-often = { $most } letters left since yesterday already. Try again tomorrow.
refusal-email-change-unknown = This link is not for the account with which you are signed in, or it is incomplete: some mail programs cut long links.
refusal-email-change-used = This link was used, or you asked for another address since: only the last letter counts.
refusal-email-unchanged = It is your address already.
refusal-event-closed = One asks people to come to a published event that is to come and to which one may register.
refusal-event-not-open-to-network = Members of this network may not register for this event: widen its audience first.
refusal-event-not-shown = Members of this network do not see this event: it is for other networks.
refusal-requested-too-often = You asked to enter this network { $most } times in { $days } days. Write to its team instead, or try again later.
refusal-email-taken = Another record has this address: they may be two records of the same person.
refusal-last-lead = This network would have no lead any more. Name someone first, or ask the administration or a lead above.
refusal-same-member = It is the same record twice.
refusal-member-archived = The record of this person is closed.
refusal-already-ended = This membership is over already.
refusal-date-before-start = The membership had not begun on this day.
refusal-ends-earlier = A lead ended this membership on { $ends_on }: you may leave before, but only a lead may put that off.
refusal-date-after-end = The membership ends on this day, or before: name an earlier day, or put the end off first.
refusal-transfer-of-others = The announced transfer leads to a network that you do not lead: its team takes it back first.
refusal-role-announced = An entry into this network is announced for { $on }, with a greater role. Only who may give that role may bring it forward.
refusal-membership-unknown = There is no such membership.
refusal-already-member = This person is a member of the network already.
refusal-no-address = Give one address at least.
refusal-too-many-addresses = { $count } addresses are too many at once: 500 at most.
refusal-word-too-long = This word is too long: 2000 characters at most.
refusal-try-again = Somebody else invited at the same moment; try again.
refusal-already-answered = This invitation was answered already.
refusal-already-invited = An invitation waits for this person’s answer.
refusal-unreachable = No letter can leave: this person wants no invitations, or their record is closed.
refusal-just-sent = A letter left for this address less than an hour ago: wait before you send another one.
refusal-invitation-unknown = There is no such invitation, or a newer letter replaced it.
refusal-invitation-revoked = This invitation was taken back.
refusal-invitation-expired = This invitation no longer holds. Ask for another one.
refusal-wrong-person = This invitation was sent to { $email }. Say so if you accept it with your account.
refusal-already-requested = Your request waits for an answer already.
refusal-already-decided = This request was answered already.
refusal-name-missing = Give a name.
refusal-slug-invalid = The short name has lower-case letters without accents, digits and hyphens only.
refusal-slug-taken = The short name “{ $slug }” is taken.
refusal-level-code-invalid = A level’s code is made of lower-case letters, digits and hyphens.
refusal-rank-invalid = A rank is a number from 0 to 99; 0 is the widest level.
refusal-level-unknown = The federation has no level “{ $level }”.
refusal-parent-archived = The network above is closed.
refusal-stale-revision = Somebody else changed it in the meantime; look at revision { $revision } and try again.
refusal-email-invalid = “{ $email }” is not an email address.
refusal-url-invalid = “{ $url }” is not a web address (https://…).
refusal-commune-mismatched = “{ $told }” is not the INSEE code of this commune: { $commune } has { $code }.
refusal-commune-unknown = No commune has the code “{ $commune }”.
refusal-circle = A network cannot hang below itself.
refusal-has-open-networks = { $count ->
    [one] One open network hangs below it.
   *[other] { $count } open networks hang below it.
}
refusal-has-waiting-requests = { $count ->
    [one] One request to join waits for an answer: answer it first.
   *[other] { $count } requests to join wait for an answer: answer them first.
}
refusal-already-archived = It is closed already.
refusal-not-archived = It is not closed.
refusal-event-not-published = { $state ->
    [draft] The event is not published yet.
    [postponed] The event was put off; registration opens again with the new date.
    [cancelled] The event is cancelled.
   *[other] The event is not open for registration.
}
refusal-not-open-yet = Registration is not open yet.
refusal-closed = Registration is closed.
refusal-already-registered = { $state ->
    [pending] A registration waits for the organisers’ answer already.
    [confirmed] The registration is confirmed already.
    [waitlisted] The registration is on the waiting list already.
    [offered] A place is offered already: accept it or leave it.
   *[other] There is a registration already.
}
refusal-mode-unavailable = One cannot take part in this way.
refusal-attends-missing = Say whether it is on site or online.
refusal-session-unknown = The event has no such session.
refusal-session-begun = This session has begun.
refusal-round-choice-duplicate = Two of the chosen sessions take place at the same time: keep one.
refusal-answer-missing = Answer “{ $question }”.
refusal-answer-invalid = The answer to “{ $question }” is none of those that are possible.
refusal-question-unknown = The event does not ask this question.
refusal-not-registered = { $state ->
    [declined] The registration was declined.
    [cancelled] The registration is cancelled.
   *[other] There is no registration.
}
refusal-cancel-deadline-passed = It is too late to cancel here: write to the organisers.
refusal-not-pending = This registration does not wait for an answer.
refusal-not-offered = No place is offered.
refusal-offer-over = The offer has ended: the place is no longer kept for you.
refusal-event-begun = The event has begun.
refusal-already-chosen = This session is chosen already.
refusal-not-chosen = This session is not chosen.
refusal-scope-missing = Choose one right at least.
refusal-scope-unknown = There is no right “{ $scope }”.
refusal-days-out-of-range = It lasts 1 to { $most } days.
refusal-already-revoked = This token was taken back already.
refusal-calendar-feed-missing = This address of your calendar is not open.
refusal-calendar-feed-open = Your calendar has an address already.

denied-anonymous = Sign in to go on.
denied-hidden = Not there, or not yours to know.
denied-administrator = Only the federation’s administrators may do this.
denied-lead = Only a lead of this network, or of one above it, may do this.
denied-organiser = Only a lead or organiser of this network, or of one above it, may do this.
denied-team = Only a lead or organiser of this very network may see this: what is private does not flow up to the networks above.
denied-membership = Only a member of the network may do this.
denied-manager = Only who acts for the employer, or leads a network of its staff, may do this.
denied-oneself = Only the person concerned may do this.
denied-scope = This token does not give the right to do this.
denied-subtree = This token is limited to another branch of the federation.
unreadable-page-size = Give first or last, from 1 to 100.
unreadable-too-many-ids = Ask for { $most } identifiers at most.
unreadable-period-reversed = The period has no day: it ends on { $until }, before it begins on { $from }.
unreadable-too-many-periods = Ask for one to { $most } periods: choose other days, or longer periods.
unreadable-cursor = This cursor is not of this list, order and filter.
too-slow = The answer takes too long. Ask for less at once.
away = The service is away for a moment. Try again soon.
fault = Something broke. If it goes on, report it with the number { $request }.

because-house = the server itself
because-administrator = you run the federation
because-leads = you lead { $network }
because-leads-above = you lead { $network }, above this network
because-organises = you organise { $network }
because-organises-above = you organise { $network }, above this network
because-oneself = it is you
because-manages = you act for the employer
because-belongs = you are a member
because-fellow = you share a network
because-signed-in = you are signed in
because-public = it is public

indicator-meetings = Events
indicator-meetings-definition = Published or finished events that ended in the period.
indicator-participants = People who came
indicator-participants-definition = Different people recorded as present at one event of the period at least.
indicator-registrations = Registrations
indicator-registrations-definition = Confirmed registrations for the events of the period.
indicator-presence-rate = Presence rate
indicator-presence-rate-definition = Presences among all that is recorded at the events of the period: presences and absences, excused or not; sessions not included.
indicator-new-employers = New employers
indicator-new-employers-definition = Employers of a member for the first time in the period: a confirmed employment begins, or someone who works there already becomes a member.
indicator-members = Members
indicator-members-definition = People who are members on the last day of the period; each counts once.
indicator-unseen-members = Members not seen for a year
indicator-unseen-members-definition = Members of the last day of the period who were members twelve months before, and were present at no event since.

# Personal data and drafts.
refusal-not-confirmed = Confirm that you want this: it cannot be undone.
refusal-already-erased = What is personal of this person is erased already.
refusal-last-administrator = The federation would have no administrator any more. Entrust it to someone first.
refusal-event-published = This event was published: cancel it instead, and those concerned will be told.
refusal-event-has-registrations = { $count ->
    [one] One person is registered already: the event can no longer be deleted.
   *[other] { $count } people are registered already: the event can no longer be deleted.
}

# Messages between members.
refusal-message-too-long = This message is too long: 200 characters for the subject, { $most } for the text.
refusal-message-to-oneself = This is your own page.
refusal-member-unreachable = This person can no longer be reached here.
refusal-messages-unwanted = This person chose to receive no messages from members. You may meet at the next event.
refusal-too-many-messages = You have written to { $most } people since yesterday already. Try again tomorrow.
refusal-reason-too-long = The reason is too long: at most { $most } characters.
refusal-not-acting = You already act in your own name.

# Territories, letters and charters of a network.
refusal-nothing-named = Choose one commune or one EPCI at least.
refusal-epci-unknown = No EPCI has the number "{ $epci }".
refusal-not-given-up = This letter is not given up: it has left, or will leave.
refusal-address-gone = This person has no address any more: there is nowhere to write.
refusal-nobody-to-remind = Everybody has answered, or was asked less than seven days ago.
guard-too-many-fragments = The document has more than { $most } fragments.
guard-too-many-variables = The document has more than { $most } variables.
guard-too-many-mutations = At most { $most } mutations in one request.
guard-introspection-too-deep = The introspection nests lists of fields or types too deep.
guard-too-many-fields = The document selects more than { $most } fields.
guard-too-many-aliases = The document has more than { $most } aliases and repeated fields.
guard-too-many-repeated = The document repeats more than { $most } fields.
guard-mutation-repeated = “{ $name }” comes twice in one mutation: give each its own alias.
guard-too-many-directives = The document has more than { $most } directives.
guard-fragment-cycle = The fragment “{ $name }” spreads itself.
guard-too-deep = The document nests deeper than { $most } levels.
guard-document-too-large = The document has more than { $most } bytes.
guard-brackets-too-deep = Brackets nest deeper than { $most } levels.
guard-too-many-tokens = The document has more than { $most } tokens.
guard-string-open = A string is not closed.
guard-variable-missing = The variable “${ $name }” of type “{ $type }” needs a value.
guard-nul = A text may not hold the character U+0000.
guard-instant = An instant lies between the years 1900 and 2199.
guard-no-subscriptions = There are no subscriptions here.
guard-too-many-values = The arguments hold more than { $most } values.
guard-too-many-objects = The answer may hold { $cost } objects, more than { $most }: ask for smaller pages.
guard-operation-unknown = There is no operation named “{ $name }”.
guard-operation-unnamed = The document has several operations: say which by operationName.
guard-query-missing = There is no “query”.
guard-hash-mismatch = The hash is not that of the text beside it.
guard-not-listed = This server answers the documents of a list only, and this one is not on it.
guard-persisted-version = persistedQuery is understood in version 1 only.
guard-hash-malformed = sha256Hash is not 64 hexadecimal digits.
guard-not-json-type = Send the request as application/json, encoded in UTF-8.
guard-no-batch = Send one request at a time; a query may ask for several things.
guard-body-not-json = The body is not JSON: { $reason }
guard-body-not-object = The body is not a JSON object.
guard-part-not-json = “{ $name }” is not JSON: { $reason }
guard-part-twice = “{ $name }” comes twice.
guard-part-not-text = “{ $name }” is not a string.
guard-part-unreadable = “{ $name }” cannot be read: { $reason }
guard-part-not-object = “{ $name }” is not a JSON object.
guard-not-acceptable = Accept application/graphql-response+json or application/json.
guard-rate-limited = Too many requests: ask again in { $seconds } s.
guard-get-or-post = Ask by GET or POST.
guard-get-changes-nothing = A GET changes nothing: use POST.
guard-internal = Internal error.
guard-too-slow = No answer within { $seconds } s: ask for less.
guard-body-too-large = The body has more than { $most } bytes.
guard-cross-site = A page of another site may not ask with the cookies of this one.
guard-body-late = The body did not arrive in time.
guard-body-unreadable = The body cannot be read: { $reason }
guard-kept-unreadable = The kept answer cannot be read.
guard-key-in-use = The first request with this idempotency key is under way, or ended without an answer.
guard-key-reused = Another request came with this idempotency key.
guard-key-length = An idempotency key has 1 to 255 signs.
guard-key-broken = Something broke while holding the idempotency key.
guard-bad-token = The bearer token is unknown, has expired or was revoked.
guard-asker-broken = Something broke while finding out who asks.
