use serde_json::{Value, json};
use studio_batch::Limits;

use crate::support::{problems, problems_within, prompts, rows, spec};

fn csv(text: &str) -> Value {
    json!({"source": "csv", "text": text})
}

fn lines(text: &str) -> Vec<u64> {
    rows(csv(text)).into_iter().map(|row| row.line.unwrap()).collect()
}

#[test]
fn lines_are_those_an_editor_shows() {
    assert_eq!(lines("prompt,x\na,1\nb,2\n"), [2, 3]);
    assert_eq!(lines("prompt,x\r\na,1\r\nb,2\r\nc,3"), [2, 3, 4]);
    assert_eq!(lines("prompt,x\ra,1\rb,2"), [2, 3], "old line ends");
    assert_eq!(lines("\n\nprompt,x\n\n\na,1\n\nb,2\n"), [6, 8]);
    assert_eq!(lines("\r\nprompt,x\r\n\r\na,1\r\n"), [4]);
    assert_eq!(lines("prompt,x\n\"two\nlines\",1\nb,2\n"), [2, 4]);
    assert_eq!(lines("prompt,x\n\"two\r\nlines\",\"\r\n\"\r\nb,2\n"), [2, 5]);
    assert_eq!(lines("sep=;\nprompt;x\na;1\n"), [3]);
    assert_eq!(lines("\u{feff}prompt,x\n,\na,1\n"), [3], "blank records are lines too");
}

#[test]
fn quoting_works_as_in_spreadsheets() {
    let text = "prompt;x\n\"a; \"\"red\"\" fox\";1\n5\" pipe;2\n\"\"\"\";3\n";
    assert_eq!(prompts(csv(text)), ["a; \"red\" fox", "5\" pipe", "\""]);
}

#[test]
fn a_table_of_one_column_needs_no_quotes() {
    let text = "prompt\na fox, red; big\n\"an owl, \"\"white\"\"\"\n";
    assert_eq!(prompts(csv(text)), ["a fox, red; big", "an owl, \"white\""]);
}

#[test]
fn broken_records_are_told_by_line_and_stop_no_others() {
    let text = "prompt,seed,num_images\n\
                good,1,1\n\
                too few,1\n\
                too,many,cells,here\n\
                ,1,1\n\
                a,-1,1\n\
                a,18446744073709551616,1\n\
                a,1.5,1\n\
                a,1,0\n\
                a,1,17\n\
                a,1,many\n\
                good,,\n";
    let seed = "in column `seed` is no whole number from 0 to 18446744073709551615";
    let images = "in column `num_images` is no whole number from 1 to 16";
    assert_eq!(
        problems(csv(text)),
        [
            "line 3: text: expected 3 columns, got 2",
            "line 4: text: expected 3 columns, got 4",
            "line 5: text: the prompt is empty",
            &format!("line 6: text: `-1` {seed}"),
            &format!("line 7: text: `18446744073709551616` {seed}"),
            &format!("line 8: text: `1.5` {seed}"),
            &format!("line 9: text: `0` {images}"),
            &format!("line 10: text: `17` {images}"),
            &format!("line 11: text: `many` {images}"),
        ]
    );
    let spec = spec(csv(text));
    let good: Vec<(u32, u64)> = spec
        .expand(&Limits::default())
        .unwrap()
        .filter_map(Result::ok)
        .map(|row| (row.index, row.line.unwrap()))
        .collect();
    assert_eq!(good, [(0, 2), (10, 12)]);
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    let text = "prompt,x\na,1\n\"b,2\nc,3\nd,4\n";
    assert_eq!(
        problems(csv(text)),
        ["line 3: text: a quote in this record is never closed, so the rest of the file was taken for its text"]
    );
}

#[test]
fn cells_and_prompts_have_their_bounds() {
    let limits = Limits {
        max_cell_bytes: 8,
        max_prompt_chars: 4,
        ..Limits::default()
    };
    let text = "prompt,negative_prompt\nabcdefghi,x\nabcd,abcde\nabcde,x\nabcd,abcd\n";
    assert_eq!(
        problems_within(csv(text), &limits),
        [
            "line 2: text: the cell in column 1 has 9 bytes; at most 8 are allowed",
            "line 3: text: the negative prompt has 5 characters; at most 4 are allowed",
            "line 4: text: the prompt has 5 characters; at most 4 are allowed",
        ]
    );
}

#[test]
fn templates_fail_by_record() {
    let json = json!({"source": "csv", "text": "n\n2\n0\nx\n4\n", "template": "{{ 8 // n|int }} foxes"});
    let found = problems(json.clone());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("line 3: template: line 1: "), "{found:?}");
    assert!(found[1].starts_with("line 4: template: line 1: "), "{found:?}");
    let good = spec(json);
    let good: Vec<String> = good
        .expand(&Limits::default())
        .unwrap()
        .filter_map(Result::ok)
        .map(|row| row.prompt)
        .collect();
    assert_eq!(good, ["4 foxes", "2 foxes"]);
}

#[test]
fn many_failing_records_do_not_spoil_the_good_ones() {
    let mut text = "n\n".to_owned();
    for n in 0..20_000 {
        text += if n % 2 == 0 { "0\n" } else { "2\n" };
    }
    let json = json!({"source": "csv", "text": text, "template": "{{ 8 // n|int }} foxes"});
    let spec = spec(json);
    let good = spec.expand(&Limits::default()).unwrap().filter(Result::is_ok).count();
    assert_eq!(good, 10_000);
}

#[test]
fn any_text_ends_in_rows_or_problems() {
    let pieces = [
        "a", ",", ";", "\t", "\n", "\r", "\"", "\"\"", "é", " ", "prompt", "{{ a }}", "sep=;\n",
    ];
    let mut state = 7_u32;
    for len in 0..5000 {
        let mut text = if len % 3 == 0 { "prompt,a\n" } else { "" }.to_owned();
        for _ in 0..len % 40 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += pieces[(state >> 16) as usize % pieces.len()];
        }
        let spec = spec(csv(&text));
        let Ok(expansion) = spec.expand(&Limits::default()) else {
            continue;
        };
        let ends = text.matches(['\n', '\r']).count() as u64;
        let count = expansion.count_rows();
        let mut last = 0;
        let mut found = 0;
        for outcome in expansion {
            let line = match outcome {
                Ok(row) => row.line.unwrap(),
                Err(problem) => problem.line.unwrap(),
            };
            assert!(line > last && line <= ends + 1, "{text:?}: line {line} after {last}");
            last = line;
            found += 1;
        }
        assert_eq!(found, count, "{text:?}");
    }
}
