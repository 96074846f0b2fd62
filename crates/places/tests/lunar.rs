//! Our lunar calendar against published days (`conformance/lunar.json`, which the web app's tests read too).

use danso_places::LunarDate;

/// The value of a key in a line of the file, which has one year a line.
fn field<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.split_once(&format!("\"{key}\": "))?.1;
    rest.split([',', ' ', '}']).next().map(|value| value.trim_matches('"'))
}

#[test]
fn tet_and_the_hung_kings_as_published() {
    let mut years = 0;
    for line in include_str!("../../../conformance/lunar.json").lines().filter(|line| line.contains("year")) {
        let year: i16 = field(line, "year").and_then(|year| year.parse().ok()).expect("a year");
        let solar = |month, day| LunarDate::new(year, month, day).to_solar().map(|day| day.to_string());
        assert_eq!(solar(1, 1).as_deref(), field(line, "tet"), "Tết {year}");
        assert_eq!(solar(3, 10).as_deref(), field(line, "hung"), "Giỗ Tổ {year}");
        years += 1;
    }
    assert_eq!(years, 66);
}
