//! A figure's drawing as nodes of the page.

use askwell::app;
use askwell::figure::{Drawing, Mark, Span};
use askwell::language::Words;
use wasm_bindgen::JsCast;
use yew::prelude::*;
use yew::virtual_dom::VTag;

/// The drawing as one `<svg>`; its sentence is its name.
///
/// The drawing is a component of its own, so that a figure which did not change costs one comparison and no more.
/// Most moves of the budget leave the selected task as it was.
pub(crate) fn drawing(drawing: &Drawing) -> Html {
    html! { <Figure drawing={drawing.clone()} /> }
}

/// The same where a press on a mark says below the drawing what the mark is: a finger has no pointer to rest on it.
pub(crate) fn telling(drawing: &Drawing) -> Html {
    html! { <Figure drawing={drawing.clone()} tells=true /> }
}

#[derive(Clone, PartialEq, Properties)]
struct FigureProps {
    drawing: Drawing,
    #[prop_or_default]
    tells: bool,
}

#[derive(Default)]
struct Figure {
    /// The title of the mark that was pressed.
    told: Option<String>,
}

/// A mark was pressed, or a place without one.
struct Pressed(Option<String>);

impl Component for Figure {
    type Message = Pressed;
    type Properties = FigureProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, _ctx: &Context<Self>, Pressed(told): Pressed) -> bool {
        std::mem::replace(&mut self.told, told) != self.told
    }

    fn changed(&mut self, _ctx: &Context<Self>, _before: &FigureProps) -> bool {
        self.told = None;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let svg = Self::svg(ctx);
        if !ctx.props().tells {
            return svg;
        }
        let onclick = ctx.link().callback(|event: MouseEvent| Pressed(title_under(&event)));
        html! {
            <div class="tells" {onclick}>
                { svg }
                if let Some(told) = &self.told { <p class="tip" role="status" data-testid="tip">{ told.clone() }</p> }
            </div>
        }
    }
}

impl Figure {
    fn svg(ctx: &Context<Self>) -> Html {
        let drawing = &ctx.props().drawing;
        let mut svg = tag("svg");
        set(&mut svg, "class", format!("fig {}", drawing.class));
        set(&mut svg, "viewBox", format!("0 0 {} {}", drawing.width, drawing.height));
        set(&mut svg, "width", drawing.width.to_string());
        set(&mut svg, "height", drawing.height.to_string());
        if drawing.label.is_empty() {
            set(&mut svg, "aria-hidden", "true".to_owned());
        } else {
            set(&mut svg, "role", "img".to_owned());
            set(&mut svg, "aria-label", drawing.label.clone());
        }
        svg.add_children(drawing.marks.iter().map(node));
        svg.into()
    }
}

fn node(mark: &Mark) -> Html {
    let mut element = tag(mark.tag());
    for (name, value) in mark.attributes() {
        set(&mut element, name, value);
    }
    if let Some(title) = &mark.title {
        let mut node = tag("title");
        node.add_child(text(title.clone()));
        element.add_child(node.into());
    }
    element.add_children(mark.children().iter().map(node));
    element.add_children(mark.spans().iter().map(span));
    element.into()
}

fn span(span: &Span) -> Html {
    if span.class.is_empty() {
        return text(span.text.to_string());
    }
    let mut element = tag("tspan");
    set(&mut element, "class", span.class.to_string());
    element.add_child(text(span.text.to_string()));
    element.into()
}

/// Runs of text in a paragraph.
pub(crate) fn spans(w: Words, spans: &[Span]) -> Html {
    let said = |span: &Span| w.decimals(span.text.to_string());
    spans
        .iter()
        .map(|span| match &*span.class {
            "" => text(said(span)),
            "b" => html! { <b>{ said(span) }</b> },
            // The glossary explains a symbol under the pointer.
            "i" => html! { <i>{ span.text.clone() }</i> },
            class => html! { <span class={class.to_owned()}>{ said(span) }</span> },
        })
        .collect()
}

fn text(words: String) -> Html {
    yew::virtual_dom::VText::new(words).into()
}

fn tag(name: &'static str) -> VTag {
    VTag::new(name)
}

fn set(element: &mut VTag, name: &'static str, value: String) {
    element.add_attribute(name, value);
}

/// The distance from a mark within which a press counts, in pixels: a finger is that wide.
const REACH: f64 = 22.0;

/// The mark that was pressed, or else the nearest one of its figure within reach, of those that a selector names.
fn pressed(event: &MouseEvent, marked: &str) -> Option<web_sys::Element> {
    let pressed = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    if let Some(mark) = pressed.closest(marked).ok()? {
        return Some(mark);
    }
    let marks = pressed.closest("svg").ok()??.query_selector_all(marked).ok()?;
    let marks: Vec<web_sys::Element> =
        (0..marks.length()).filter_map(|place| marks.get(place)?.dyn_into().ok()).collect();
    let box_of = |mark: &web_sys::Element| {
        let seen = mark.get_bounding_client_rect();
        [seen.left(), seen.top(), seen.width(), seen.height()]
    };
    let boxes: Vec<[f64; 4]> = marks.iter().map(box_of).collect();
    let point = (f64::from(event.client_x()), f64::from(event.client_y()));
    app::export::nearest(point, &boxes, REACH).map(|place| marks[place].clone())
}

/// The title of the mark that was pressed.
fn title_under(event: &MouseEvent) -> Option<String> {
    let title = pressed(event, ":has(> title)")?.query_selector(":scope > title").ok()??;
    title.text_content()
}

/// The key of the mark that was pressed: one listener on the drawing serves all its marks.
pub(crate) fn key_pressed(event: &MouseEvent) -> Option<u32> {
    key_of(&pressed(event, KEYED)?)
}

/// The key of the mark under the pointer.
pub(crate) fn key_under(event: &Event) -> Option<u32> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    key_of(&element.closest(KEYED).ok()??)
}

/// The marks that have a key.
const KEYED: &str = "[data-key]";

fn key_of(mark: &web_sys::Element) -> Option<u32> {
    mark.get_attribute("data-key")?.parse().ok()
}
