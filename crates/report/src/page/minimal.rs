//! HTML with what its grammar needs, and no more.

/// Elements around which white space is not shown.
const BLOCKS: [&str; 27] = [
    "article",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// The HTML without references for characters that mean themselves between tags, without quotes around attributes that are one word, without line breaks
/// between blocks, and without the ends of paragraphs that another block ends.
///
/// In the input a tag ends at the first `>`: text and attributes have references for `<`, `>` and `"`.
pub(super) fn minimal(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut shorter = plain(pieces.next().unwrap_or_default());
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let next = pieces.peek().copied().unwrap_or_default();
        if text == "\n" && (is_block(tag) || is_block(next)) {
            let ended = tag == "/p" && is_block(next) && !next.starts_with('/') && !next.starts_with("summary");
            shorter += &if ended { String::new() } else { format!("<{}>", unquoted(tag)) };
        } else {
            shorter += &format!("<{}>{}", unquoted(tag), plain(text));
        }
    }
    shorter
}

/// Whether a tag, without its bracket, begins or ends a block.
fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    BLOCKS.contains(&&name[..end])
}

/// Text between tags, in which `"`, `'` and `>` mean themselves.
fn plain(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&gt;", ">")
}

fn unquoted(tag: &str) -> String {
    let mut parts = tag.split('"');
    let mut shorter = parts.next().unwrap_or_default().to_owned();
    while let (Some(value), Some(after)) = (parts.next(), parts.next()) {
        let is_word =
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#_-.".contains(&byte));
        // The next attribute needs a space before it, and a slash would belong to the value.
        let ends = after.is_empty() || after.starts_with(' ');
        shorter += &if is_word && ends { value.to_owned() } else { format!("\"{value}\"") };
        shorter += after;
    }
    shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_quotes_and_text_its_references() {
        assert_eq!(minimal("a &quot;b&quot; &lt; &amp; &gt;"), "a \"b\" &lt; &amp; >");
        assert_eq!(minimal("<p class=\"small\" id=\"a-1\">it&#39;s</p>"), "<p class=small id=a-1>it's</p>");
        let kept = "<p title=\"a &quot;b=&quot; &gt;\"data=\"c\"/>";
        assert_eq!(minimal(kept), kept);
        assert_eq!(minimal("<p>a</p>\n<p>b <i>c</i>\n<i>d</i></p>\n</div>\n"), "<p>a<p>b <i>c</i>\n<i>d</i></p></div>");
        assert_eq!(minimal("<pre><code>a\n</code></pre>"), "<pre><code>a\n</code></pre>");
        assert_eq!(minimal("<i width=\"1em\" />"), "<i width=1em />");
    }
}
