use weak_to_strong_lab::claim::*;
use weak_to_strong_lab::study::Session;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let registry = Registry::built_in();
    let mut claims = Vec::new();
    for a in &args { match find_claim(a, &registry) { Ok(c) => claims.extend(c), Err(e) => { println!("{e}"); } } }
    if args.is_empty() { claims = embedded_claims().unwrap_or_else(|e| { println!("{e}"); vec![] }); }
    let options = CheckOptions { seed: 1, error_probability: 0.001, power: true, stop_at_violation: false };
    for claim in claims {
        let t = std::time::Instant::now();
        match check(&[claim], &options, &Session::alone()) {
            Err(e) => println!("ERROR {e}"),
            Ok(outcomes) => for o in outcomes {
                println!("{:<40} {:<12} {:?} {} cells {} reps slack {:?} {:.1}s | {}", o.id, o.verdict.words(), o.warrant.map(|w| w.words()), o.cells.len(), o.replicates, o.slack.map(|s| (s.value, s.interval.lower, s.interval.upper)), t.elapsed().as_secs_f64(), o.sentence);
                for p in &o.power { if p.verdict != Verdict::Violated { println!("    POWER {} {}", p.sentence, p.verdict.words()); } }
                if let Some(r) = &o.remark { println!("    {r}"); }
                if let Some(m) = &o.most { println!("    {m:?}"); }
                if o.cells.len() < 8 || std::env::var("CELLS").is_ok() { for c in &o.cells { println!("    {:?} {:.5} ± {:.1e} [{:.5}, {:.5}] vs {:.5} {:?} {} {:?} doubt {:?} witness {:?} from {:?} places {:?} changes {:?} paired {} none {:?} D [{:.5},{:.5}]", c.measurement.setting.values().map(|v| v.to_string()).collect::<Vec<_>>(), c.measurement.estimate.mean, c.measurement.estimate.standard_error, c.measurement.interval.lower, c.measurement.interval.upper, c.expected, c.expected_interval.map(|i|(i.lower,i.upper)), c.verdict.words(), c.warrant.map(|w| w.words()), c.doubt, c.witness, c.from, c.places, c.sign_changes, c.paired, c.no_value, c.difference.interval.lower, c.difference.interval.upper); } }
            }
        }
    }
}
