//! Employers come in from a table or with the people who work there, and go out again.

use domain::{
    employer, member,
    sheet::{
        Consequence::{Kept, Repaired, RowRefused, ValueLeftOut},
        Reason,
    },
};

use super::{counts, file, number, plan, told};
use crate::support::on_both;

on_both! {
    async fn an_employer_s_code_that_no_commune_has_is_kept_and_told(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = "nom;commune;cp;Insee\n\
                    Poste;Ingrandes;49123;49160\n\
                    Mairie;Laval;53000;53999\n";

        let planned = employer::import(&house, plan(text.as_bytes())).await.unwrap();
        let first = employer::import(&house, file(text.as_bytes())).await.unwrap();
        let second = employer::import(&house, file(text.as_bytes())).await.unwrap();

        for report in [&planned, &first, &second] {
            assert_eq!(told(report), [(2, "Insee", Reason::NoCommune, Kept)]);
            assert_eq!(report.problems[0].value, "49160");
        }
        assert_eq!((counts(&first), counts(&second)), ([2, 0, 0, 0], [0, 0, 2, 0]));
        assert_eq!(app.count("employer where insee_code in ('49160', '53999')").await, 2);
    }

    async fn an_employer_whose_code_is_another_communes_comes_in_and_the_right_code_is_told(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = "nom;cp;commune;insee\n\
                    Poste;49000;Angers;49015\n\
                    Mairie;49000;Angers;49999\n\
                    Foyer;49000;Angers;49007\n";

        let report = employer::import(&house, file(text.as_bytes())).await.unwrap();

        assert_eq!(told(&report), [
            (2, "insee", Reason::OtherCommune, Kept), (3, "insee", Reason::OtherCommune, Kept),
        ]);
        assert_eq!(report.problems[0].value, "49015 (Angers : 49007)");
        assert_eq!(report.problems[1].value, "49999 (Angers : 49007)");
        assert_eq!(counts(&report), [3, 0, 0, 0]);
    }

    async fn a_lost_zero_is_given_back_only_where_the_code_beside_agrees(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let employers = "nom;code postal;code insee\n\
                         Foyer;1000;\n\
                         Relais;4900;49023\n";
        let people = "mail;nom;structure;code postal;code insee\n\
                      a@a.example;A;Atelier;1000;1053\n\
                      b@a.example;B;Bureau;4900;49023\n";

        let held = employer::import(&house, file(employers.as_bytes())).await.unwrap();
        let employed = member::import(&house, file(people.as_bytes())).await.unwrap();

        assert_eq!(told(&held), [
            (2, "code postal", Reason::LostZero, Repaired),
            (3, "code postal", Reason::NotAPostalCode, ValueLeftOut),
        ]);
        assert_eq!(told(&employed), [
            (2, "code postal", Reason::LostZero, Repaired),
            (2, "code insee", Reason::LostZero, Repaired),
            (3, "code postal", Reason::NotAPostalCode, ValueLeftOut),
        ]);
        assert_eq!(app.count("employer where postal_code = '01000'").await, 2);
        assert_eq!(app.count("employer where postal_code = '04900'").await, 0, "another place");
    }

    async fn employers_are_found_by_their_number_then_by_name_and_commune(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = "siret;rna;nom;cp;commune;courriel;téléphone\n\
                    43493312300029;;Foyer rural;49000;Angers;foyer@a.example;02 41 00 00 01\n\
                    ;W491000123;Association;49300;Cholet;;\n\
                    43493312300029;;Foyer bis;49000;Angers;;\n\
                    43493312300028;;Numéro faux;49000;Angers;;\n";

        let first = employer::import(&house, file(text.as_bytes())).await.unwrap();
        let second = employer::import(&house, file(text.as_bytes())).await.unwrap();
        let people = "mail;nom;structure;ville;siret\n\
                      a@a.example;A;Foyer;Angers;434 933 123 00029\n\
                      b@a.example;B;ASSOCIATION;cholet;\n\
                      c@a.example;C;Association;Saumur;\n";
        member::import(&house, file(people.as_bytes())).await.unwrap();
        let out = employer::export(&house, "cybanjou").await.unwrap();
        let again = employer::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(counts(&first), [3, 0, 0, 1]);
        assert_eq!(
            told(&first),
            [
                (4, "siret", Reason::SameRecord { first_line: 2 }, RowRefused),
                (5, "siret", Reason::NotAPivot, ValueLeftOut),
            ]
        );
        assert_eq!(counts(&second), [0, 0, 3, 1]);
        assert_eq!(number(&app, "select count(*) from employer").await, 4, "one more: of Saumur");
        assert_eq!(
            number(&app, "select count(*) from employment join employer on employer.id = employer_id where siret = '43493312300029'").await, 1
        );
        assert_eq!(out.count, 4);
        assert_eq!(counts(&again), [0, 0, 4, 0], "{:?} {:?}", again.entries, again.problems);
    }
}
