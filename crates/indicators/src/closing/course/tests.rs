use super::*;

const COMMUNE: Duty = Duty { reports: true, receives: false };
const PROVINCE: Duty = Duty { reports: false, receives: true };
const BOTH: Duty = Duty { reports: true, receives: true };

fn step(to: State, by: &'static str) -> Step<&'static str> {
    let note = (to == State::Returned).then(|| "Kiểm tra lại dòng 4".to_owned());
    Step { to, by, at_ms: 1, note }
}

/// A report brought to a state by an officer of the commune and one of the province.
fn brought_to(to: State) -> Course<&'static str> {
    let mut course = Course::default();
    for state in course.way_to(to) {
        let (by, duty) = if state <= State::Sent { ("xa", COMMUNE) } else { ("tinh", PROVINCE) };
        course.take(step(state, by), duty).unwrap();
    }
    assert_eq!(course.state(), to);
    course
}

#[test]
fn the_straight_way() {
    let locked = brought_to(State::Locked);
    let states: Vec<&str> = locked.steps().iter().map(|step| step.to.as_str()).collect();
    assert_eq!(states, ["prepared", "verified", "signed", "sent", "received", "accepted", "locked"]);
    assert_eq!(locked.version(), 1);
    assert_eq!(locked.last(State::Sent).map(|step| step.by), Some("xa"));
}

#[test]
fn every_pair_of_states_is_a_step_or_refused() {
    let steps: Vec<String> = State::ALL
        .iter()
        .flat_map(|from| State::ALL.map(|to| (*from, to)))
        .filter_map(|(from, to)| from.step_to(to).map(|side| format!("{} {} {side:?}", from.as_str(), to.as_str())))
        .collect();
    assert_eq!(
        steps,
        [
            "open prepared Reporter",
            "prepared prepared Reporter",
            "prepared verified Reporter",
            "verified prepared Reporter",
            "verified signed Reporter",
            "signed sent Reporter",
            "sent received Receiver",
            "received accepted Receiver",
            "received returned Receiver",
            "accepted locked Receiver",
            "returned prepared Reporter",
        ]
    );
}

#[test]
fn no_step_is_left_out() {
    for from in State::ALL.into_iter().filter(|state| *state != State::Returned) {
        let course = brought_to(from);
        for to in State::ALL.into_iter().filter(|to| from.step_to(*to).is_none()) {
            assert_eq!(course.may(to, &"khac", BOTH, Some("vì sao")), Err(Refusal::NotNext { from, to }));
        }
    }
}

#[test]
fn a_locked_report_stays() {
    let mut locked = brought_to(State::Locked);
    for to in State::ALL {
        assert_eq!(locked.take(step(to, "ai"), BOTH), Err(Refusal::NotNext { from: State::Locked, to }));
        assert_eq!(locked.way_to(to), []);
    }
    assert_eq!(locked, brought_to(State::Locked));
}

#[test]
fn each_side_takes_its_own_steps() {
    let open = Course::default();
    assert_eq!(open.may(State::Prepared, &"tinh", PROVINCE, None), Err(Refusal::NotTheirs(Side::Reporter)));
    assert_eq!(open.may(State::Prepared, &"ai", Duty::default(), None), Err(Refusal::NotTheirs(Side::Reporter)));
    let sent = brought_to(State::Sent);
    assert_eq!(sent.may(State::Received, &"xa2", COMMUNE, None), Err(Refusal::NotTheirs(Side::Receiver)));
    assert_eq!(sent.may(State::Received, &"tinh", PROVINCE, None), Ok(()));
}

#[test]
fn nobody_accepts_a_report_that_they_made() {
    let sent = brought_to(State::Sent);
    assert_eq!(sent.may(State::Received, &"xa", BOTH, None), Err(Refusal::OwnReport));
    assert_eq!(sent.may(State::Received, &"xa2", BOTH, None), Ok(()));
    let accepted = brought_to(State::Accepted);
    assert_eq!(accepted.may(State::Locked, &"xa", BOTH, None), Err(Refusal::OwnReport));
}

#[test]
fn a_returned_report_goes_again_as_a_new_version() {
    let mut course = brought_to(State::Received);
    let silent = Step { note: Some("  ".to_owned()), ..step(State::Returned, "tinh") };
    assert_eq!(course.take(silent, PROVINCE), Err(Refusal::NoteMissing));
    course.take(step(State::Returned, "tinh"), PROVINCE).unwrap();
    assert_eq!(course.way_to(State::Sent), [State::Prepared, State::Verified, State::Signed, State::Sent]);
    course.take(step(State::Prepared, "xa"), COMMUNE).unwrap();
    assert_eq!((course.version(), course.state(), course.steps().len()), (2, State::Prepared, 7));
    let stored = Course::of(course.steps().to_vec());
    assert_eq!(stored, Ok(course), "the history stays whole");
}

#[test]
fn before_signing_it_may_be_prepared_anew() {
    let mut course = brought_to(State::Verified);
    course.take(step(State::Prepared, "xa"), COMMUNE).unwrap();
    assert_eq!(course.version(), 2);
    assert_eq!(brought_to(State::Signed).way_to(State::Prepared), []);
}

#[test]
fn steps_that_something_else_wrote_are_seen() {
    let jump = vec![step(State::Prepared, "xa"), step(State::Signed, "xa")];
    assert_eq!(Course::of(jump), Err(Broken { number: 2, from: State::Prepared, to: State::Signed }));
}

#[test]
fn words() {
    for state in State::ALL {
        assert_eq!(State::parse(state.as_str()), Some(state));
    }
    assert_eq!(State::parse("closed"), None);
}
