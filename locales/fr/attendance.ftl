# Présences.
refusal-event-not-held = La rencontre n’a pas lieu : elle est en préparation, reportée ou annulée.
refusal-not-begun = Les présences se notent à partir d’une heure avant le début.
refusal-too-many-records = Notez au plus cent présences à la fois.
refusal-member-twice = Cette personne est nommée deux fois.
refusal-not-expected = Vous n’êtes ni inscrit·e ni invité·e.
refusal-not-excused = Aucune absence n’est annoncée en votre nom.
refusal-already-present = Vous étiez présent·e.
refusal-already-recorded = L’équipe a déjà noté votre absence : si quelque chose change, écrivez-lui.
refusal-attendance-unknown = Rien n’est noté sous cet identifiant pour cette rencontre, ou plus rien.
refusal-attendance-twice = Cette présence est nommée deux fois.
refusal-held-back = Une autre ligne de la liste est refusée : rien n’a été enregistré.
