//! Reading a formula, by descent.

use super::{Formula, FormulaError, Function, Node, Operator, What};

/// Deepest nesting of brackets and signs.
const DEEPEST: usize = 50;

type Read<T> = Result<T, (usize, String)>;

pub(super) fn parse(text: &str) -> Result<Node, FormulaError> {
    let mut reader = Reader { text: text.chars().collect(), at: 0, depth: 0 };
    let whole = |reader: &mut Reader| {
        let root = reader.expression()?;
        match reader.peek() {
            None => Ok(root),
            Some(_) => reader.fault("an operator, or the end"),
        }
    };
    whole(&mut reader).map_err(|(at, what)| FormulaError { text: text.to_owned(), at, what })
}

impl std::str::FromStr for Formula {
    type Err = FormulaError;

    fn from_str(text: &str) -> Result<Self, FormulaError> {
        Self::parse(text)
    }
}

struct Reader {
    text: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    /// The next letter that is no space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn fault<T>(&mut self, wanted: &str) -> Read<T> {
        let found = self.peek().map_or("the end".to_owned(), |letter| format!("`{letter}`"));
        Err((self.at, format!("expected {wanted}, found {found}")))
    }

    fn take(&mut self, letter: char) -> bool {
        let found = self.peek() == Some(letter);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, letter: char) -> Read<()> {
        if self.take(letter) { Ok(()) } else { self.fault(&format!("`{letter}`")) }
    }

    fn operator(&mut self, of: &[(char, Operator)]) -> Option<(usize, Operator)> {
        let next = self.peek()?;
        let (_, operator) = of.iter().find(|(letter, _)| *letter == next)?;
        self.at += 1;
        Some((self.at - 1, *operator))
    }

    fn expression(&mut self) -> Read<Node> {
        let mut left = self.product()?;
        while let Some((at, operator)) = self.operator(&[('+', Operator::Plus), ('-', Operator::Minus), ('−', Operator::Minus)])
        {
            let right = self.product()?;
            left = Node { at, what: What::Binary(operator, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn product(&mut self) -> Read<Node> {
        let mut left = self.factor()?;
        let signs = [('*', Operator::Times), ('×', Operator::Times), ('/', Operator::Over), ('÷', Operator::Over)];
        while let Some((at, operator)) = self.operator(&signs) {
            let right = self.factor()?;
            left = Node { at, what: What::Binary(operator, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn factor(&mut self) -> Read<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((self.at, format!("nested more than {DEEPEST} deep")));
        }
        let node = if let Some((at, _)) = self.operator(&[('-', Operator::Minus), ('−', Operator::Minus)]) {
            Node { at, what: What::Minus(Box::new(self.factor()?)) }
        } else {
            let mut node = self.primary()?;
            while self.peek() == Some('[') {
                node = self.groups(node)?;
            }
            node
        };
        self.depth -= 1;
        Ok(node)
    }

    fn primary(&mut self) -> Read<Node> {
        let next = self.peek();
        let at = self.at;
        let what = match next {
            Some('(') => {
                self.at += 1;
                let inside = self.expression()?;
                self.need(')')?;
                return Ok(inside);
            }
            Some('[') => self.list()?,
            Some('@') => {
                self.at += 1;
                What::Reference(self.word("the code of an indicator")?)
            }
            Some(digit) if digit.is_ascii_digit() => What::Number(self.number()?),
            Some(letter) if letter.is_ascii_alphabetic() => self.name_or_call()?,
            Some(_) | None => return self.fault("a number, a name or `(`"),
        };
        Ok(Node { at, what })
    }

    fn name_or_call(&mut self) -> Read<What> {
        let at = self.at;
        let name = self.word("a name")?;
        if !self.take('(') {
            return Ok(What::Name(name));
        }
        let function = match name.as_str() {
            "sum" => Function::Sum,
            "abs" => Function::Abs,
            "digits" => Function::Digits,
            other => return Err((at, format!("there is no function `{other}`; there are sum, abs, digits"))),
        };
        let argument = self.expression()?;
        self.need(')')?;
        Ok(What::Call(function, Box::new(argument)))
    }

    fn list(&mut self) -> Read<What> {
        self.need('[')?;
        let mut numbers = Vec::new();
        loop {
            match self.peek() {
                Some(digit) if digit.is_ascii_digit() => numbers.push(self.number()?),
                Some(_) | None => return self.fault("a number"),
            }
            if !self.take(',') {
                break;
            }
        }
        self.need(']')?;
        Ok(What::List(numbers))
    }

    fn groups(&mut self, of: Node) -> Read<Node> {
        let at = self.at;
        self.need('[')?;
        let first = self.label()?;
        let what = if self.take('.') {
            self.need('.')?;
            What::Slice(Box::new(of), first, self.label()?)
        } else {
            What::Group(Box::new(of), first)
        };
        self.need(']')?;
        Ok(Node { at, what })
    }

    fn label(&mut self) -> Read<u16> {
        if !self.peek().is_some_and(|letter| letter.is_ascii_digit()) {
            return self.fault("the label of a group, a whole number");
        }
        let at = self.at;
        let text = self.while_some(|letter| letter.is_ascii_digit());
        text.parse().map_err(|_| (at, format!("no label of a group: {text}")))
    }

    fn number(&mut self) -> Read<f64> {
        let at = self.at;
        let mut text = self.while_some(|letter| letter.is_ascii_digit());
        let is_fraction = self.text.get(self.at) == Some(&'.') && self.text.get(self.at + 1).is_some_and(char::is_ascii_digit);
        if is_fraction {
            self.at += 1;
            text.push('.');
            text.push_str(&self.while_some(|letter| letter.is_ascii_digit()));
        }
        text.parse().map_err(|_| (at, format!("no number: {text}")))
    }

    fn word(&mut self, wanted: &str) -> Read<String> {
        let word = self.while_some(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if word.is_empty() { self.fault(wanted) } else { Ok(word) }
    }

    fn while_some(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let taken: String = self.text[self.at..].iter().copied().take_while(|letter| belongs(*letter)).collect();
        self.at += taken.chars().count();
        taken
    }
}
