# Pages : les mots qui dépendent d’un nombre ou d’un état. Les phrases sont dans web/src/pages/.
page-kind-network-meeting = Rencontre réseau
page-kind-webinar = Webinaire
page-kind-training = Formation
page-kind-conference = Conférence
page-kind-committee = Comité
page-kind-employer-time = Temps des employeurs
page-kind-volunteer-day = Journée des bénévoles

page-role-lead = pilote
page-role-organiser = animation
page-role-member = membre

page-local-role-pilot = pilote
page-local-role-mediator = médiateur·rice
page-local-role-helper = aidant·e
page-local-role-first-aider = premier-secours
page-local-role-scout = éclaireur·euse

page-attends-on-site = Sur place
page-attends-online = En ligne

page-registration-pending = En attente de réponse
page-registration-confirmed = Confirmée
page-registration-waitlisted = Sur liste d’attente
page-registration-offered = Une place vous est proposée
page-registration-declined = Refusée
page-registration-cancelled = Annulée

page-places-open = Places non limitées
page-places-left = { $free ->
    [0] Complet : il reste la liste d’attente
    [one] Il reste { $free } place
   *[other] Il reste { $free } places
}
page-places-waiting = { $waiting ->
    [one] Complet : une personne attend
   *[other] Complet : { $waiting } personnes attendent
}
page-line = { $position ->
    [1] Vous êtes en tête de la liste d’attente.
   *[other] Vous êtes en position { $position } sur la liste d’attente.
}
page-requests-waiting = { $count ->
    [one] Une demande d’adhésion attend une réponse
   *[other] { $count } demandes d’adhésion attendent une réponse
}
page-below = { $count ->
    [one] Un réseau en fait partie
   *[other] { $count } réseaux en font partie
}

page-event-draft = Brouillon
page-event-published = Publié
page-event-postponed = Reporté
page-event-cancelled = Annulé
page-event-done = Terminé

page-attendance-present = Présent·e
page-attendance-absent = Absent·e
page-attendance-excused = Excusé·e
