//! The variables of one row, as the template engine sees them.

use std::sync::Arc;

use minijinja::{Value, value::Object};

/// Values by name. The names are shared by all rows.
#[derive(Debug)]
pub(crate) struct Variables {
    names: Arc<[String]>,
    values: Vec<Value>,
}

impl Variables {
    /// The values in the order of the names.
    pub(crate) fn new(names: &Arc<[String]>, values: Vec<Value>) -> Self {
        let names = Arc::clone(names);
        Self { names, values }
    }
}

impl Object for Variables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let place = self.names.iter().position(|name| name == key)?;
        self.values.get(place).cloned()
    }
}
