# Rencontres, programme, questions, rappels.
refusal-host-missing = Choisissez au moins un réseau hôte.
refusal-host-archived = Ce réseau hôte est fermé.
refusal-title-missing = Indiquez un titre.
refusal-ends-before-start = La fin doit venir après le début.
refusal-ends-in-past = Cette date est passée : choisissez une date à venir. Si la rencontre a eu lieu, commencez par la clore.
refusal-time-zone-unknown = Le fuseau horaire « { $zone } » n’existe pas.
refusal-capacity-negative = Le nombre de places ne peut pas être négatif.
refusal-capacity-below-taken = { $taken ->
    [one] Une place est déjà prise ou proposée : la capacité ne peut pas descendre en dessous.
   *[other] { $taken } places sont déjà prises ou proposées : la capacité ne peut pas descendre en dessous.
}
refusal-mode-taken = { $taken ->
    [one] Une personne participe déjà de cette façon, ou le demande.
   *[other] { $taken } personnes participent déjà de cette façon, ou le demandent.
}
refusal-registration-window-reversed = Les inscriptions doivent fermer après leur ouverture.
refusal-registration-opens-too-late = Les inscriptions doivent s’ouvrir avant le début de la rencontre.
refusal-registration-closes-too-late = Les inscriptions doivent fermer avant la fin de la rencontre. Si sa date change, décalez aussi les délais.
refusal-cancel-until-too-late = On annule avant la fin de la rencontre. Si sa date change, décalez aussi les délais.
refusal-offer-hours-out-of-range = Une place libérée se propose pendant 1 à 720 heures.
refusal-reminder-rule-invalid = Les rappels partent de 1 à 90 jours avant, cinq au plus de chaque sorte.
refusal-event-cancelled = Cette rencontre est annulée.
refusal-event-over = Cette rencontre est passée.
refusal-event-closed = On invite à une rencontre publiée, à venir, et dont les inscriptions ne sont pas closes.
refusal-event-not-open-to-network = Les membres de ce réseau ne peuvent pas s’inscrire à cette rencontre : élargissez d’abord qui peut s’inscrire.
refusal-event-not-shown = Les membres de ce réseau ne voient pas cette rencontre : elle est réservée à d’autres réseaux.
refusal-event-not-begun = Cette rencontre n’a pas encore commencé.
refusal-venue-missing = Indiquez un lieu, ou dites qu’il est à confirmer.
refusal-reason-missing = Indiquez pourquoi.
refusal-wrong-state = { $state ->
    [draft] Cette rencontre est encore un brouillon.
    [published] Cette rencontre est déjà publiée.
    [postponed] Cette rencontre est reportée.
    [cancelled] Cette rencontre est annulée.
   *[done] Cette rencontre est terminée.
}
refusal-session-outside = « { $title } » sortirait des horaires de la rencontre : décalez aussi le programme.
refusal-outside-event = Ce temps commence hors des horaires de la rencontre.
refusal-ends-after-event = Ce temps finit après la rencontre.
refusal-speaker-name-missing = Indiquez le nom de chaque intervenant·e.
refusal-too-many-sessions = Un programme compte au plus 100 temps.
refusal-chosen-beside = { $count ->
    [one] Une personne a choisi aussi un temps qui aurait lieu au même moment : qu’elle en quitte un d’abord, ou choisissez un autre horaire.
   *[other] { $count } personnes ont choisi aussi un temps qui aurait lieu au même moment : qu’elles en quittent un d’abord, ou choisissez un autre horaire.
}
refusal-session-in-use = { $count ->
    [one] Une personne a choisi ce temps ou y était.
   *[other] { $count } personnes ont choisi ce temps ou y étaient.
}
refusal-prompt-missing = Écrivez la question.
refusal-choices-invalid = Donnez de 2 à 50 choix, tous différents.
refusal-too-many-questions = Une rencontre pose au plus 50 questions.
refusal-question-answered = { $count ->
    [one] Une personne a déjà répondu à cette question.
   *[other] { $count } personnes ont déjà répondu à cette question.
}
refusal-too-many-members = Choisissez au plus 500 personnes à la fois.
refusal-member-unknown = Une de ces personnes est introuvable, ou vous n’y avez pas accès.
refusal-member-cannot-see = { $count ->
    [one] Une de ces personnes n’a pas accès à cette rencontre : élargissez sa visibilité.
   *[other] { $count } de ces personnes n’ont pas accès à cette rencontre : élargissez sa visibilité.
}
refusal-registration-closed = Les inscriptions sont closes : reculez d’abord leur date limite, puis invitez.
refusal-member-cannot-register = { $count ->
    [one] Une de ces personnes ne peut pas s’inscrire à cette rencontre : élargissez d’abord qui peut s’inscrire.
   *[other] { $count } de ces personnes ne peuvent pas s’inscrire à cette rencontre : élargissez d’abord qui peut s’inscrire.
}
refusal-subject-missing = Indiquez un objet.
refusal-body-missing = Écrivez un message.
refusal-states-missing = Choisissez à qui écrire.
refusal-reminder-days-out-of-range = Les rappels partent de 1 à 90 jours avant.
refusal-too-many-reminders = Cinq rappels au plus de chaque sorte.
refusal-event-published = Cette rencontre a été publiée : annulez-la plutôt, les personnes concernées seront prévenues.
refusal-event-has-registrations = { $count ->
    [one] Une personne est déjà inscrite : la rencontre ne peut plus être supprimée.
   *[other] { $count } personnes sont déjà inscrites : la rencontre ne peut plus être supprimée.
}
