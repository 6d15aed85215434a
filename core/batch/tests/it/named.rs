//! Small tables read whole, by the names of their columns.

use studio_batch::export::{cell, cell_text};
use studio_batch::table::read;

#[test]
fn records_have_their_line_and_their_cells_by_name() {
    let (columns, records) = read("title,text\r\nFox,\"a\nfox\"\r\n\r\nOwl,an owl,too many\r\nCat\r\n").unwrap();
    assert_eq!(columns, ["title", "text"]);
    let lines: Vec<u64> = records.iter().map(|record| record.line).collect();
    assert_eq!(lines, [2, 5, 6]);
    assert_eq!(records[0].cells.as_ref().unwrap()["text"], "a\nfox");
    assert!(records[1].cells.as_ref().unwrap_err().contains("3 cells for 2 columns"));
    assert!(records[2].cells.is_err());
    assert!(read("").is_err() && read("a,a\n1,2").is_err());
    let (_, records) = read("title\n\"open").unwrap();
    assert!(records[0].cells.as_ref().unwrap_err().contains("never closed"));
}

#[test]
fn an_exported_cell_is_read_as_what_it_was() {
    for text in ["=1+1", "+x", "-x", "@x", "\tx", "-5", "plain", "'quoted'", "", "it's"] {
        assert_eq!(cell_text(&cell(text)), text);
    }
}
