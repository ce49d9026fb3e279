//! The samples as people read them: medians, and ratios to the yardstick of the same run.

use serde_json::Value;

pub fn print(all: &Value) {
    let list = |value: &Value| value["results"].as_array().cloned().unwrap_or_default();
    for row in list(&all["native"]) {
        println!("\nnative, {} records, {} MB", row["records"], row["bytes"].as_u64().unwrap_or(0) / 1_000_000);
        for (name, runs) in row["samples"].as_object().into_iter().flatten() {
            let peak = numbers(runs, "peak_bytes").into_iter().fold(0.0, f64::max) / 1e6;
            line(name, &numbers(runs, "ms"), "ms", &format!("peak {peak:.0} MB, file included"));
        }
    }
    for row in list(&all["chromium"]) {
        browser(&row, all["chromium"]["browser"].as_str().unwrap_or_default());
    }
    first_visit(&all["chromium"]["first"]);
    println!("\n{:<32} {:>12} {:>12}", "shipped", "bytes", "brotli");
    let shipped = all["shipped"].as_array().cloned().unwrap_or_default();
    for file in &shipped {
        let size = |key: &str| file[key].as_u64().unwrap_or(0);
        println!("{:<32} {:>12} {:>12}", file["file"].as_str().unwrap_or_default(), size("bytes"), size("brotli"));
    }
    println!("{:<32} {:>12} {:>12}", "all", sum(&shipped, "bytes"), sum(&shipped, "brotli"));
}

fn browser(row: &Value, version: &str) {
    let records = row["records"].as_f64().unwrap_or(1.0);
    let samples = &row["samples"];
    let engine = &samples["engine"];
    println!("\nChromium {version}, {} records, {} MB", row["records"], row["bytes"].as_u64().unwrap_or(0) / 1_000_000);
    let yardstick = numbers(&samples["parse"], "ms");
    let against = |times: &[f64]| format!("{:.2} × JSON.parse of every line", median(times) / median(&yardstick));
    let read = numbers(&samples["read"], "ms");
    let load = numbers(engine, "load_ms");
    line("read alone", &read, "ms", &against(&read));
    line("JSON.parse of every line", &yardstick, "ms", "the yardstick");
    line("load", &load, "ms", &against(&load));
    line("first report after it", &numbers(engine, "first_report_ms"), "ms", "");
    line("sessions report, 30 days", &numbers(engine, "report_ms"), "ms", "");
    line("whole report, 30 days", &numbers(engine, "whole_report_ms"), "ms", "");
    let filters = numbers(engine, "filter_ms");
    line("filter change", &filters, "ms", &format!("p95 {:.2}, of 40 a round", percentile(&filters, 0.95)));
    line("list, page 1", &numbers(engine, "page_1_ms"), "ms", "");
    let deep = engine[0]["page_n"].as_u64().unwrap_or(0);
    line("list, deep page", &numbers(engine, "page_n_ms"), "ms", &format!("page {deep}"));
    let policy = numbers(engine, "policy_ms");
    line("policy change and report", &policy, "ms", &format!("worst {:.1}", percentile(&policy, 1.0)));
    let widget = &samples["widget"];
    let redraws = numbers(widget, "redraw_ms");
    line(
        "what is on screen redrawn",
        &redraws,
        "ms",
        &format!("p95 {:.1}, of the page's thread", percentile(&redraws, 0.95)),
    );
    let tasks = numbers(widget, "task_ms");
    line("longest task of a redraw", &tasks, "ms", &format!("p95 {:.1}", percentile(&tasks, 0.95)));
    let pages = numbers(widget, "page_ms");
    line("another page on screen", &pages, "ms", &format!("worst {:.1}", percentile(&pages, 1.0)));
    for (name, key) in [
        ("wasm memory, loaded", "linear_bytes_loaded"),
        ("in use, loaded", "live_bytes_loaded"),
        ("wasm memory, at the end", "linear_bytes"),
        ("in use, at the end", "live_bytes"),
        ("page and workers", "agent_bytes"),
    ] {
        let per_record: Vec<_> = numbers(engine, key).iter().map(|bytes| bytes / records).collect();
        line(name, &per_record, "bytes a record", "");
    }
}

/// A window with nothing cached, from entering the address on.
fn first_visit(first: &Value) {
    let visits = &first["visits"];
    if !visits.is_array() {
        return;
    }
    let records = &first["records"];
    println!(
        "\nfirst visit (of {}), {records} records, {} MB",
        visits.as_array().map_or(0, Vec::len),
        first["bytes"].as_u64().unwrap_or(0) / 1_000_000
    );
    let yardstick = numbers(visits, "parse_ms");
    for (name, key) in [("shell", "shell_ms"), ("first figure", "figure_ms"), ("all figures", "figures_ms")] {
        let times = numbers(visits, key);
        let note = format!("{:.2} × JSON.parse of every line", median(&times) / median(&yardstick));
        line(name, &times, "ms", &note);
    }
    let tasks = numbers(visits, "longest_task_ms");
    let worst = format!("0: none over 50; p95 {:.0}, worst {:.0}", percentile(&tasks, 0.95), percentile(&tasks, 1.0));
    line("longest task of the page", &tasks, "ms", &worst);
    let kilobytes: Vec<_> = numbers(visits, "download_bytes").iter().map(|bytes| bytes / 1000.0).collect();
    line("download before a figure", &kilobytes, "KB", "compressed, records aside");
}

fn line(name: &str, samples: &[f64], unit: &str, note: &str) {
    if samples.is_empty() {
        return;
    }
    println!("  {name:<28} {:>10.2} {unit:<3} {note}", median(samples));
}

/// All values of a key in the runs, lists taken apart.
fn numbers(runs: &Value, key: &str) -> Vec<f64> {
    let values = runs.as_array().into_iter().flatten().map(|run| &run[key]);
    values
        .flat_map(|value| value.as_array().map_or_else(|| vec![value], |list| list.iter().collect()))
        .filter_map(Value::as_f64)
        .collect()
}

fn median(samples: &[f64]) -> f64 {
    percentile(samples, 0.5)
}

/// Nearest rank.
fn percentile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

fn sum(files: &[Value], key: &str) -> u64 {
    files.iter().filter_map(|file| file[key].as_u64()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let samples = [5.0, 1.0, 3.0, 2.0, 4.0];
        assert_eq!((median(&samples), percentile(&samples, 0.95), percentile(&samples, 1.0)), (3.0, 5.0, 5.0));
    }
}
