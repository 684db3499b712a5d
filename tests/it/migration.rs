//! Every step goes up, down and up again, and leaves what one way up leaves.

use domain::database::Db;

use crate::{
    outside::database,
    support::database::{Kind, Own},
};

/// What the databases say of their tables, but for the list of steps that were taken.
const SQLITE: &str = "select type, name, coalesce(sql, '') from sqlite_master \
    where tbl_name <> 'seaql_migrations' order by type, name";
const POSTGRES: &str = "select 'column' as what, concat_ws(' ', table_name, ordinal_position::text, \
    column_name, data_type, is_nullable, column_default) as told from information_schema.columns \
    where table_schema = 'public' and table_name <> 'seaql_migrations' \
    union all select 'index', indexdef from pg_indexes \
    where schemaname = 'public' and tablename <> 'seaql_migrations' \
    union all select 'constraint', concat_ws(' ', conrelid::regclass::text, conname, \
    pg_get_constraintdef(oid)) from pg_constraint \
    where connamespace = 'public'::regnamespace \
    and conrelid::regclass::text <> 'seaql_migrations' order by 1, 2";

async fn up_down_and_up(kind: Kind, catalogue: &str) {
    let own = Own::new(kind).await;
    let once = database::rows(own.url(), catalogue).await;
    assert!(once.len() > 100, "the catalogue is read: {once:?}");
    let db = Db::open(own.url()).await.unwrap();

    migration::down(db.write()).await.unwrap();
    let nothing = database::rows(own.url(), catalogue).await;
    migration::up(db.write()).await.unwrap();
    let again = database::rows(own.url(), catalogue).await;

    assert_eq!(nothing, Vec::<Vec<String>>::new(), "down leaves nothing");
    assert_eq!(again, once);
    assert_eq!(migration::pending(db.read()).await.unwrap(), 0);
    db.close().await.unwrap();
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_on_sqlite() {
    up_down_and_up(Kind::Sqlite, SQLITE).await;
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_on_postgresql() {
    up_down_and_up(Kind::Postgres, POSTGRES).await;
}
