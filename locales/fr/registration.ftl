# Inscriptions.
refusal-event-not-published = { $state ->
    [draft] La rencontre n’est pas encore publiée.
    [postponed] La rencontre est reportée ; les inscriptions reprendront avec la nouvelle date.
    [cancelled] La rencontre est annulée.
   *[other] La rencontre n’est pas ouverte aux inscriptions.
}
refusal-not-open-yet = Les inscriptions ne sont pas encore ouvertes.
refusal-closed = Les inscriptions sont closes.
refusal-already-registered = { $state ->
    [pending] Une demande d’inscription attend déjà la réponse de l’équipe.
    [confirmed] L’inscription est déjà confirmée.
    [waitlisted] L’inscription est déjà sur la liste d’attente.
    [offered] Une place est déjà proposée : acceptez-la ou laissez-la.
   *[other] Il y a déjà une inscription.
}
refusal-mode-unavailable = On ne peut pas participer de cette façon.
refusal-attends-missing = Indiquez si la participation est sur place ou en ligne.
refusal-session-unknown = Ce temps ne fait pas partie du programme.
refusal-session-begun = Ce temps a déjà commencé.
refusal-round-choice-duplicate = Deux des temps choisis ont lieu en même temps : n’en gardez qu’un.
refusal-answer-missing = Répondez à « { $question } ».
refusal-answer-invalid = La réponse à « { $question } » n’est pas l’une de celles qui sont possibles.
refusal-question-unknown = La rencontre ne pose pas cette question.
refusal-not-registered = { $state ->
    [declined] L’inscription a été refusée.
    [cancelled] L’inscription est annulée.
   *[other] Il n’y a pas d’inscription.
}
refusal-cancel-deadline-passed = Il est trop tard pour annuler ici : écrivez à l’équipe.
refusal-not-pending = Cette inscription n’attend pas de réponse.
refusal-not-offered = Aucune place n’est proposée.
refusal-offer-over = L’offre a expiré : la place n’est plus gardée pour vous.
refusal-event-begun = La rencontre a commencé.
refusal-already-chosen = Ce temps est déjà choisi.
refusal-not-chosen = Ce temps n’est pas choisi.
