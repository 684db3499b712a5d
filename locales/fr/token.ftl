# Jetons.
refusal-scope-missing = Choisissez au moins un droit.
refusal-scope-unknown = Le droit « { $scope } » n’existe pas.
refusal-days-out-of-range = La durée va de 1 à { $most } jours.
refusal-already-revoked = Ce jeton est déjà révoqué.
