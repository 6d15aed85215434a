use std::io::{self, Write};

use studio_batch::{BatchSpec, CsvSpec, Limits, export};

#[test]
fn cells_that_begin_like_formulas_become_text() {
    for (text, cell) in [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("-inf", "'-inf"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-", "'-"),
        ("+", "'+"),
        ("--1", "'--1"),
    ] {
        assert_eq!(export::cell(text), cell, "{text:?}");
    }
}

#[test]
fn other_cells_and_numbers_stay() {
    for text in ["", "a fox", "-1.5", "+5", "-3e-4", "-.5", "12", "a=b", "'=1", " =1"] {
        assert_eq!(export::cell(text), text, "{text:?}");
    }
}

#[test]
fn rows_are_quoted_and_ended_as_spreadsheets_expect() {
    let mut file = Vec::new();
    export::write_row(&mut file, ["prompt", "seed"]).unwrap();
    export::write_row(&mut file, ["a \"red\" fox, big\nor small", "-1"]).unwrap();
    export::write_row(&mut file, vec!["=HYPERLINK(\"x\")".to_owned(), String::new()]).unwrap();
    export::write_row(&mut file, [""]).unwrap();
    assert_eq!(
        String::from_utf8(file).unwrap(),
        "prompt,seed\r\n\"a \"\"red\"\" fox, big\nor small\",-1\r\n\"'=HYPERLINK(\"\"x\"\")\",\r\n\"\"\r\n"
    );
}

#[test]
fn what_is_exported_can_be_imported() {
    let prompts = ["a \"b\", c;\td", "two\nlines", "ünï"];
    let mut file = Vec::new();
    export::write_row(&mut file, ["prompt", "mood"]).unwrap();
    for prompt in prompts {
        export::write_row(&mut file, [prompt, "x"]).unwrap();
    }
    let (text, _) = studio_batch::decode(&file).unwrap();
    let spec = BatchSpec::Csv(CsvSpec {
        text,
        ..CsvSpec::default()
    });
    let rows = spec.expand(&Limits::default()).unwrap();
    let read: Vec<String> = rows.map(|row| row.unwrap().prompt).collect();
    assert_eq!(read, prompts);
}

#[test]
fn a_writer_that_fails_is_told() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let error = export::write_row(&mut Full, ["a"]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
