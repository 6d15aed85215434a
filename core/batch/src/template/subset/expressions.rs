//! What expressions give, and which ones are refused.

use minijinja::machinery::{
    Span,
    ast::{self, BinOpKind, CallArg, Expr, UnaryOpKind},
};

use super::{
    Checked, Kind, MAX_DEPTH, Walk, refuse,
    words::{DEFAULT_FILTERS, LIST_FILTERS, PLAIN_FILTERS, TESTS},
};
use crate::template::TemplateError;

impl<'a> Walk<'a> {
    /// What the expression gives.
    pub(super) fn expression(&mut self, expr: &Expr<'a>) -> Checked<Kind> {
        if self.depth == MAX_DEPTH {
            return refuse(
                expr.span(),
                "this expression is too long or too deeply nested; split it up with `set`",
            );
        }
        self.depth += 1;
        let kind = self.kind(expr)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn kind(&mut self, expr: &Expr<'a>) -> Checked<Kind> {
        match expr {
            Expr::Const(_) => Ok(Kind::Plain),
            // It has a list for an attribute, and nobody's prompt needs it but to call it.
            Expr::Var(name) if self.macros.contains(name.id) => refuse(name.span(), "a macro can only be called"),
            Expr::Var(name) => Ok(self.name(name.id)),
            Expr::List(list) => self.items(&list.items),
            Expr::Tuple(tuple) => self.items(&tuple.items),
            Expr::Map(map) => {
                self.items(&map.keys)?;
                self.items(&map.values)
            }
            Expr::UnaryOp(unary) => match unary.op {
                UnaryOpKind::Not => self.expression(&unary.expr).map(|_| Kind::Plain),
                UnaryOpKind::Neg => self.plain(&unary.expr).map(|()| Kind::Plain),
            },
            Expr::BinOp(binary) => self.binary(binary),
            Expr::Compare(compare) => {
                self.expression(&compare.expr)?;
                for operand in &compare.ops {
                    self.expression(&operand.expr)?;
                }
                Ok(Kind::Plain)
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr)?;
                let kind = self.expression(&choice.true_expr)?;
                match &choice.false_expr {
                    Some(other) => Ok(either(kind, self.expression(other)?)),
                    None => Ok(kind),
                }
            }
            Expr::Filter(filter) => self.filter(filter, filter.span()),
            Expr::Test(test) => self.test(test, test.span()),
            // Lists and maps hold plain values, and so do the attributes of `loop`.
            Expr::GetAttr(attribute) => self.expression(&attribute.expr).map(|_| Kind::Plain),
            Expr::GetItem(item) => {
                self.plain(&item.subscript_expr)?;
                self.expression(&item.expr).map(|_| Kind::Plain)
            }
            Expr::Slice(slice) => {
                for bound in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
                    self.plain(bound)?;
                }
                self.fresh(&slice.expr)
            }
            Expr::Call(call) => self.call(call, call.span()),
        }
    }

    /// Refuses what may be a list.
    pub(super) fn plain(&mut self, expr: &Expr<'a>) -> Checked {
        match self.expression(expr)? {
            Kind::Plain => Ok(()),
            Kind::List => refuse(
                expr.span(),
                "this may be a list, and only texts and numbers can be used here; take an item of it or `join` it",
            ),
        }
    }

    pub(super) fn call(&mut self, call: &ast::Call<'a>, span: Span) -> Checked<Kind> {
        let kind = match &call.expr {
            Expr::Var(name) if name.id == "range" => Kind::List,
            // A loop calls itself with the next list to go through.
            Expr::Var(name) if name.id == "loop" => {
                return self.arguments(&call.args, Self::any).map(|()| Kind::Plain);
            }
            Expr::Var(name) => {
                if !self.macros.contains(name.id) && self.unknown_call.is_none() {
                    self.unknown_call = Some(TemplateError {
                        line: Some(usize::from(span.start_line)),
                        message: format!(
                            "there is no function `{}`; there is `range`, and your own macros",
                            name.id
                        ),
                    });
                }
                Kind::Plain
            }
            Expr::GetAttr(method) => match (&method.expr, method.name) {
                (Expr::Var(name), "changed") if name.id == "loop" => Kind::Plain,
                (Expr::Var(name), "cycle") if name.id == "loop" && !call.args.is_empty() => Kind::Plain,
                (_, name) => return refuse(span, format!("there is no method `{name}`; use a filter")),
            },
            _ => return refuse(span, "only functions and macros can be called"),
        };
        self.arguments(&call.args, Self::plain).map(|()| kind)
    }

    fn name(&self, name: &str) -> Kind {
        if name == "loop" || self.lists.contains(name) {
            return Kind::List;
        }
        // A variable that the template does not set is a value of the row, which is text.
        Kind::Plain
    }

    fn items(&mut self, items: &[Expr<'a>]) -> Checked<Kind> {
        items.iter().try_for_each(|item| self.plain(item))?;
        Ok(Kind::List)
    }

    fn binary(&mut self, binary: &ast::BinOp<'a>) -> Checked<Kind> {
        match binary.op {
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                let left = self.expression(&binary.left)?;
                Ok(either(left, self.expression(&binary.right)?))
            }
            BinOpKind::Eq
            | BinOpKind::Ne
            | BinOpKind::Lt
            | BinOpKind::Lte
            | BinOpKind::Gt
            | BinOpKind::Gte
            | BinOpKind::In => {
                self.expression(&binary.left)?;
                self.expression(&binary.right)?;
                Ok(Kind::Plain)
            }
            BinOpKind::Add
            | BinOpKind::Sub
            | BinOpKind::Mul
            | BinOpKind::Div
            | BinOpKind::FloorDiv
            | BinOpKind::Rem
            | BinOpKind::Pow
            | BinOpKind::Concat => {
                self.plain(&binary.left)?;
                self.plain(&binary.right)?;
                Ok(Kind::Plain)
            }
        }
    }

    fn filter(&mut self, filter: &ast::Filter<'a>, span: Span) -> Checked<Kind> {
        let name = filter.name;
        let is = |names: &[&str]| names.contains(&name);
        if name == "reverse" {
            self.arguments(&filter.args, Self::plain)?;
            return filter.expr.as_ref().map_or(Ok(Kind::Plain), |expr| self.fresh(expr));
        }
        // A filter over a block gets the block's text.
        let kind = filter
            .expr
            .as_ref()
            .map_or(Ok(Kind::Plain), |expr| self.expression(expr))?;
        if is(DEFAULT_FILTERS) {
            let mut kind = kind;
            for argument in &filter.args {
                kind = either(kind, self.argument(argument)?);
            }
            return Ok(kind);
        }
        self.arguments(&filter.args, Self::plain)?;
        if is(PLAIN_FILTERS) {
            return Ok(Kind::Plain);
        }
        if is(LIST_FILTERS) {
            return Ok(Kind::List);
        }
        let names: Vec<&str> = [PLAIN_FILTERS, LIST_FILTERS, DEFAULT_FILTERS, &["reverse"]].concat();
        refuse(
            span,
            format!("there is no filter `{name}`; there are {}", names.join(", ")),
        )
    }

    fn test(&mut self, test: &ast::Test<'a>, span: Span) -> Checked<Kind> {
        if !TESTS.contains(&test.name) {
            let message = format!("there is no test `{}`; there are {}", test.name, TESTS.join(", "));
            return refuse(span, message);
        }
        if test.args.is_empty() {
            return self.expression(&test.expr).map(|_| Kind::Plain);
        }
        self.plain(&test.expr)?;
        self.arguments(&test.args, Self::plain).map(|()| Kind::Plain)
    }

    /// Slices and reversed lists are views of what they come from. A view of a view of a view would be walked through all
    /// of them for every item, so they may only come from a list newly built.
    fn fresh(&mut self, expr: &Expr<'a>) -> Checked<Kind> {
        let is_built = matches!(expr, Expr::Filter(filter) if LIST_FILTERS.contains(&filter.name));
        match self.expression(expr)? {
            Kind::List if !is_built => refuse(expr.span(), "copy the list first, as in `(names|list)[:2]`"),
            kind => Ok(kind),
        }
    }

    fn any(&mut self, expr: &Expr<'a>) -> Checked {
        self.expression(expr).map(drop)
    }

    fn arguments(&mut self, arguments: &[CallArg<'a>], check: fn(&mut Self, &Expr<'a>) -> Checked) -> Checked {
        arguments.iter().try_for_each(|argument| check(self, value(argument)?))
    }

    fn argument(&mut self, argument: &CallArg<'a>) -> Checked<Kind> {
        self.expression(value(argument)?)
    }
}

fn value<'e, 'a>(argument: &'e CallArg<'a>) -> Checked<&'e Expr<'a>> {
    match argument {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) => Ok(value),
        CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
            refuse(value.span(), "arguments are given one by one, without `*`")
        }
    }
}

fn either(left: Kind, right: Kind) -> Kind {
    if left == Kind::Plain { right } else { left }
}
