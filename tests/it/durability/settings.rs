//! The databases themselves say whether what they confirm outlives a power cut.

use domain::database::{Db, weakness};

use crate::{
    outside::database,
    support::database::{Kind, Own},
};

#[tokio::test]
async fn sqlite_writes_before_it_confirms() {
    let own = Own::new(Kind::Sqlite).await;
    let db = Db::open(own.url()).await.unwrap();

    assert_eq!(weakness(&db).await.unwrap(), None);
}

#[tokio::test]
async fn postgresql_writes_before_it_confirms_or_is_told_of() {
    let own = Own::new(Kind::Postgres).await;
    let db = Db::open(own.url()).await.unwrap();
    assert_eq!(weakness(&db).await.unwrap(), None);
    db.close().await.unwrap();

    let name = own.url().rsplit('/').next().unwrap().split('?').next().unwrap();
    database::rows(own.url(), &format!("alter database {name} set synchronous_commit = off")).await;
    let db = Db::open(own.url()).await.unwrap();

    let told = weakness(&db).await.unwrap().unwrap();
    assert!(told.contains("synchronous_commit = on"), "{told}");
    db.close().await.unwrap();
}
