# Pages de qui pilote un réseau.
page-close-members = { $count ->
    [0] Personne n’en est membre.
    [one] La personne qui en est membre n’y aura plus de droits ni de rencontres à proposer.
   *[other] Les { $count } personnes qui en sont membres n’y auront plus de droits ni de rencontres à proposer.
}
page-close-coming = { $count ->
    [0] Aucune rencontre n’est à venir.
    [one] Une rencontre à venir reste au calendrier : annulez-la d’abord si elle n’a plus lieu.
   *[other] { $count } rencontres à venir restent au calendrier : annulez d’abord celles qui n’ont plus lieu.
}
page-close-below = { $count ->
    [0] ses membres, sans autre réseau
    [one] le réseau qui en dépend
   *[other] les { $count } réseaux qui en dépendent
}
page-choice-missing = Choisissez dans la liste.
page-territory-whole = { $count ->
    [one] Sa seule commune
   *[other] Ses { $count } communes
}
page-territory-share = { $covered } communes sur { $count }
page-territory-communes = { $count ->
    [one] Une commune
   *[other] { $count } communes
}
page-reminder-event = { $days ->
    [1] La rencontre a lieu le lendemain
   *[other] La rencontre a lieu dans { $days } jours
}
page-reminder-deadline = { $days ->
    [1] Les inscriptions ferment le lendemain
   *[other] Les inscriptions ferment dans { $days } jours
}
page-rule-event = Avant la rencontre, aux personnes qui ont une place : { $days } jours avant.
page-rule-deadline = Avant la clôture, aux personnes invitées sans réponse : { $days } jours avant.
page-rule-offer = Pour une place proposée à la liste d’attente : à la moitié du délai.
page-rule-none = Aucun rappel ne part.
