//! The part of the template language that prompts may use.
//!
//! The engine charges for what a template does only where the cost is that of single texts and numbers. A list can be
//! made of lists that are the same one, or repeated without being built, and then a few characters of template stand for
//! more items than a machine can hold or walk through, which comparing and printing do without charge. So lists here
//! hold texts and numbers only, are not added, repeated or passed on, and everything that would get around that is left
//! out: namespaces, filters that make lists of lists or call others by name, and other templates.
//!
//! A template is walked once for each time that a name turns out to stand for a list, so that names can be used before
//! they are set, in loops and macros.

mod expressions;
mod words;

use std::collections::BTreeSet;

use minijinja::machinery::{
    Span,
    ast::{self, Expr, Stmt},
};

use super::TemplateError;

/// Walks over a template. Each is for a list that is assigned from another, so more than a few are nobody's prompt.
const MAX_WALKS: usize = 16;

/// How deep an expression may go: so many links of a chain of operators, filters or brackets. The engine looks through a
/// chain again from each link for what is constant, so that a long one takes seconds to compile.
const MAX_DEPTH: usize = 200;

/// What an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A text, number, truth value or nothing.
    Plain,
    /// Perhaps a list, or something else that is not plain.
    List,
}

/// Refuses what a prompt's template may not hold. Goes as deep as the template nests.
pub(super) fn check(template: &Stmt<'_>) -> Result<(), TemplateError> {
    let mut walk = Walk::default();
    walk.macros.insert("caller");
    for _ in 0..MAX_WALKS {
        let known = (walk.lists.len(), walk.macros.len());
        walk.statement(template)?;
        if known == (walk.lists.len(), walk.macros.len()) {
            // Macros may be called before they are declared, so only now all of them are known.
            return walk.unknown_call.map_or(Ok(()), Err);
        }
        walk.unknown_call = None;
    }
    Err(TemplateError {
        line: None,
        message: "too many lists are made from one another".to_owned(),
    })
}

#[derive(Default)]
struct Walk<'a> {
    /// Names that stand for a list somewhere in the template.
    lists: BTreeSet<&'a str>,
    macros: BTreeSet<&'a str>,
    /// Expressions around the one being looked at.
    depth: usize,
    /// The first call of what is no macro known so far.
    unknown_call: Option<TemplateError>,
}

type Checked<T = ()> = Result<T, TemplateError>;

fn refuse<T>(span: Span, message: impl Into<String>) -> Checked<T> {
    Err(TemplateError {
        line: Some(usize::from(span.start_line)),
        message: message.into(),
    })
}

impl<'a> Walk<'a> {
    fn statements(&mut self, statements: &[Stmt<'a>]) -> Checked {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt<'a>) -> Checked {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emit) => self.expression(&emit.expr).map(drop),
            Stmt::EmitRaw(_) | Stmt::Continue(_) | Stmt::Break(_) => Ok(()),
            Stmt::ForLoop(each) => self.for_loop(each),
            Stmt::IfCond(cond) => {
                self.expression(&cond.expr)?;
                self.statements(&cond.true_body)?;
                self.statements(&cond.false_body)
            }
            Stmt::WithBlock(with) => {
                for (target, value) in &with.assignments {
                    self.assignment(target, value)?;
                }
                self.statements(&with.body)
            }
            Stmt::Set(set) => self.assignment(&set.target, &set.expr),
            Stmt::SetBlock(set) => {
                self.statements(&set.body)?;
                let kind = match &set.filter {
                    Some(filter) => self.expression(filter)?,
                    None => Kind::Plain,
                };
                self.target(&set.target, kind)
            }
            Stmt::FilterBlock(block) => {
                self.expression(&block.filter)?;
                self.statements(&block.body)
            }
            Stmt::Macro(declared) => self.declaration(declared),
            Stmt::CallBlock(block) => {
                self.call(&block.call, block.call.span())?;
                self.declaration(&block.macro_decl)
            }
            Stmt::Do(call) => self.call(&call.call, call.span()).map(drop),
            Stmt::AutoEscape(block) => refuse(block.span(), "`autoescape` is not available: nothing is escaped"),
            Stmt::Block(block) => alone(block.span(), "block"),
            Stmt::Import(import) => alone(import.span(), "import"),
            Stmt::FromImport(import) => alone(import.span(), "from"),
            Stmt::Extends(extends) => alone(extends.span(), "extends"),
            Stmt::Include(include) => alone(include.span(), "include"),
        }
    }

    fn for_loop(&mut self, each: &ast::ForLoop<'a>) -> Checked {
        self.expression(&each.iter)?;
        // Lists hold nothing but plain values.
        self.target(&each.target, Kind::Plain)?;
        each.filter_expr
            .iter()
            .try_for_each(|filter| self.expression(filter).map(drop))?;
        self.statements(&each.body)?;
        self.statements(&each.else_body)
    }

    fn declaration(&mut self, declared: &ast::Macro<'a>) -> Checked {
        self.macros.insert(declared.name);
        declared.args.iter().try_for_each(|arg| self.target(arg, Kind::Plain))?;
        declared.defaults.iter().try_for_each(|value| self.plain(value))?;
        self.statements(&declared.body)
    }

    fn assignment(&mut self, target: &Expr<'a>, value: &Expr<'a>) -> Checked {
        let kind = self.expression(value)?;
        self.target(target, kind)
    }

    /// Notes what names stand for. Several names at once take the items of a list, which are plain.
    fn target(&mut self, target: &Expr<'a>, kind: Kind) -> Checked {
        match target {
            Expr::Var(name) if kind == Kind::List => {
                self.lists.insert(name.id);
                Ok(())
            }
            Expr::Var(_) => Ok(()),
            Expr::List(names) => names.items.iter().try_for_each(|name| self.target(name, Kind::Plain)),
            Expr::Tuple(names) => names.items.iter().try_for_each(|name| self.target(name, Kind::Plain)),
            other => refuse(other.span(), "only names can be set"),
        }
    }
}

fn alone(span: Span, what: &str) -> Checked {
    refuse(
        span,
        format!("`{what}` is not available: a prompt's template stands alone"),
    )
}
