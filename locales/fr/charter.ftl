# Chartes.
refusal-nobody-to-remind = Tout le monde a répondu, ou a déjà reçu un courriel depuis moins de sept jours.
refusal-nobody-signs = Une charte est signée par les bénévoles, par leur structure, ou par les deux : choisissez.
refusal-validity-out-of-range = La durée va de 1 à { $most } mois ; sans durée, la signature vaut sans limite.
refusal-charter-archived = Cette charte est fermée.
refusal-draft-missing = Écrivez le texte avant de le publier.
refusal-unchanged = Ce texte est déjà publié, sous les mêmes conditions.
refusal-agreement-missing = Pour signer, dites expressément que vous êtes d’accord.
refusal-not-current = Une version plus récente de cette charte est à signer.
refusal-side-not-asked = Cette charte ne demande pas cette signature.
refusal-not-concerned = Cette charte s’adresse aux membres de son réseau et à leurs structures.
refusal-already-signed = C’est déjà signé ; la signature se renouvelle dans ses 30 derniers jours, jamais dans la première moitié de sa durée.
refusal-signed-already = C’est signé : pour revenir dessus, retirez la signature.
refusal-already-refused = C’est déjà refusé.
refusal-not-standing = Cette signature ne vaut plus : il n’y a rien à retirer.
