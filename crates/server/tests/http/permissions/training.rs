//! Lessons: a collaborator tells the own ones; who runs or watches the network sees them.

use super::*;

fn told(lesson: &str, day: &str, score: u8) -> Value {
    json!({ "completions": [{ "lesson": lesson, "day": day, "score": score }] })
}

#[tokio::test]
async fn telling_and_seeing() {
    let world = settled().await;
    let tell = async |login: &str, body: &Value| {
        let answer = world.post(login, "/api/training/completions", body).await;
        (answer.status, if answer.status == 204 { String::new() } else { answer.code() })
    };
    let birth = told("birth", "2026-02-01", 67);
    for login in ACCOUNTS {
        let (status, _) = tell(login, &birth).await;
        assert_eq!(status, if login.starts_with("ctv") { 204 } else { 403 }, "{login}");
    }
    assert_eq!(tell("", &birth).await.0, 401);
    assert_eq!(tell("ctv.khe", &birth).await.0, 204, "as often as it comes");
    assert_eq!(tell("ctv.khe", &told("birth", "2026-02-02", 100)).await.0, 204);
    for wrong in [
        told("nothing", "2026-02-01", 67),
        told("birth", "2062-02-01", 67),
        told("birth", "x", 67),
        told("birth", "2026-02-01", 101),
    ] {
        assert_eq!(tell("ctv.khe", &wrong).await, (400, "training_malformed".to_owned()), "{wrong}");
    }

    assert_only(&world, &get("/api/training?unit=31120"), &["xa.khe", "tinh", "quantri"]).await;
    assert_only(&world, &get("/api/training?unit=31120&format=csv"), &["xa.khe", "tinh", "quantri"]).await;
    let board = world.get("xa.khe", "/api/training?unit=31120").await.json();
    let lines = board["collaborators"].as_array().unwrap();
    let logins: Vec<&str> = lines.iter().filter_map(|line| line["login"].as_str()).collect();
    assert_eq!(logins, ["ctv.khe", "ctv.kheb"], "of the own commune alone: {board}");
    assert_eq!(lines[0]["completed"], json!([{ "lesson": "birth", "day": "2026-02-02", "score": 100 }]));
    assert_eq!(board["lessons"][0]["id"], "birth");
    let file = world.get("xa.khe", "/api/training?unit=31120&format=csv").await;
    let text = String::from_utf8_lossy(&file.body).into_owned();
    assert!(text.contains("02/02/2026 (100 %)"), "{text}");
}
