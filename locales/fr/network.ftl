# Réseaux.
refusal-name-missing = Indiquez un nom.
refusal-slug-invalid = L’identifiant ne contient que des lettres minuscules sans accent, des chiffres et des tirets.
refusal-slug-taken = L’identifiant « { $slug } » est déjà pris.
refusal-level-code-invalid = Le code d’un niveau se compose de lettres minuscules sans accent, de chiffres et de traits d’union.
refusal-rank-invalid = Le rang est un nombre entre 0 et 99 ; 0 est le niveau le plus large.
refusal-level-unknown = La fédération n’a pas de niveau « { $level } ».
refusal-parent-archived = Le réseau au-dessus est fermé.
refusal-stale-revision = Quelqu’un d’autre a fait une modification entre-temps ; vérifiez la version { $revision } puis recommencez.
refusal-email-invalid = « { $email } » n’est pas une adresse électronique.
refusal-url-invalid = « { $url } » n’est pas une adresse web (https://…).
refusal-commune-unknown = Aucune commune n’a le code « { $commune } ».
refusal-commune-mismatched = « { $told } » n’est pas le code Insee de cette commune : { $commune } a le code { $code }. Un code Insee n’est pas un code postal.
refusal-nothing-named = Choisissez au moins une commune ou une intercommunalité.
refusal-epci-unknown = Aucune intercommunalité n’a le numéro « { $epci } ».
refusal-circle = Un réseau ne peut pas être placé sous lui-même.
refusal-has-open-networks = { $count ->
    [one] Un réseau ouvert en dépend encore.
   *[other] { $count } réseaux ouverts en dépendent encore.
}
refusal-has-waiting-requests = { $count ->
    [one] Une demande d’adhésion attend une réponse : répondez-lui avant de fermer.
   *[other] { $count } demandes d’adhésion attendent une réponse : répondez-leur avant de fermer.
}
refusal-already-archived = C’est déjà fermé.
refusal-not-archived = Ce n’est pas fermé.

# Indicateurs.
indicator-meetings = Rencontres
indicator-meetings-definition = Rencontres publiées ou terminées qui ont pris fin pendant la période.
indicator-participants = Personnes venues
indicator-participants-definition = Personnes différentes notées présentes à au moins une rencontre de la période.
indicator-registrations = Inscriptions
indicator-registrations-definition = Inscriptions confirmées aux rencontres de la période.
indicator-presence-rate = Taux de présence
indicator-presence-rate-definition = Présences parmi tout ce qui est noté aux rencontres de la période : présences et absences, excusées ou non ; ateliers non compris.
indicator-new-employers = Nouvelles structures
indicator-new-employers-definition = Structures qui emploient un membre pour la première fois pendant la période : un emploi confirmé y commence, ou une personne qui y travaille déjà devient membre.
indicator-members = Membres
indicator-members-definition = Personnes membres le dernier jour de la période ; chacune compte une fois.
indicator-unseen-members = Membres sans présence depuis un an
indicator-unseen-members-definition = Membres du dernier jour de la période, qui l’étaient déjà douze mois plus tôt et n’ont été présents à aucune rencontre depuis.
