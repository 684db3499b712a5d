# Réseaux.
refusal-name-missing = Indiquez un nom.
refusal-slug-invalid = L’identifiant ne contient que des lettres minuscules sans accent, des chiffres et des tirets.
refusal-slug-taken = L’identifiant « { $slug } » est déjà pris.
refusal-level-unknown = La fédération n’a pas de niveau « { $level } ».
refusal-parent-archived = Le réseau au-dessus est fermé.
refusal-stale-revision = Quelqu’un d’autre a fait une modification entre-temps ; vérifiez la version { $revision } puis recommencez.
refusal-email-invalid = « { $email } » n’est pas une adresse électronique.
refusal-url-invalid = « { $url } » n’est pas une adresse web (https://…).
refusal-commune-unknown = Aucune commune n’a le code « { $commune } ».
refusal-circle = Un réseau ne peut pas être placé sous lui-même.
refusal-has-open-networks = { $count ->
    [one] Un réseau ouvert en dépend encore.
   *[other] { $count } réseaux ouverts en dépendent encore.
}
refusal-already-archived = C’est déjà fermé.
refusal-not-archived = Ce n’est pas fermé.
