//! The share panel: the link, the views for another page, how they look there, the files, the snippets.

use askwell::app::drawers::share::{Form, PREVIEW_WIDTHS, ShareMsg};
use askwell::app::message::Panel;
use askwell::app::model::{Control, Theme, View};
use askwell::app::{self, Msg, Setting, State};
use askwell::figure::qr::Qr;
use askwell::language::{Words, fill};
use yew::prelude::*;

use super::choice::tick;
use super::sheet::{copyable, frame};
use crate::view::shared::{Send, on};

pub(crate) fn view(state: &State, send: &Send) -> Html {
    let w = state.words;
    let setting = app::drawers::share::shared_setting(state);
    let page = crate::shell::effects::address_with("");
    let views = state.sharing.views;
    let height = app::export::frame_height(state, views).unwrap_or_default();
    let address = crate::shell::effects::address_with(&app::model::write_link(&setting));
    let snippets = [
        (w.frame(), app::export::frame(&page, &setting, views, height)),
        (w.web_component(), app::export::component(&page, &setting, views)),
        ("Quarto", app::export::quarto(&page, &setting, views, height)),
        ("Jupyter", app::export::jupyter(&page, &setting, views, height)),
    ];
    let body = html! {
        <>
            <p>{ w.this_link_restores() }</p>
            { copyable(w.copy_the_link(), address.clone(), send) }
            { code(w, address, send) }
            { hide(w, &setting, send) }
            <h3>{ w.in_another_page() }</h3>
            { pick(state, send) }
            if let Some(width) = state.sharing.width { { preview(state, &setting, width) } }
            { for snippets.into_iter().map(|(name, text)| html! {
                <details class="more"><summary>{ name }</summary>{ copyable(w.copy(), text, send) }</details>
            }) }
            <h3>{ w.as_a_file() }</h3>
            <p class="counts">
                { for Form::ALL.iter().map(|&form| html! {
                    <button class="btn" data-testid={format!("save-{}", form.extension())}
                        onclick={on(send, { let page = page.clone(); move || Msg::Share(save(form, &page)) })}>{ form.title(w) }</button>
                }) }
            </p>
            if let Some(stamp) = app::export::stamp(state) {
                <p>{ w.each_carries() }
                    <code data-testid="digest">{ stamp.digest }</code></p>
            }
        </>
    };
    frame(w, w.share(), Panel::Share, body, send)
}

/// The wish for a file; the one that stands alone leads back to this page.
fn save(form: Form, page: &str) -> ShareMsg {
    match form {
        Form::Html => ShareMsg::HtmlPressed { page: page.to_owned() },
        _ => ShareMsg::SavePressed(form),
    }
}

/// The link as a QR code, for a class with phones.
fn code(w: Words, address: String, send: &Send) -> Html {
    let Some(Qr { size, path }) = Qr::of(&address) else { return Html::default() };
    let save = on(send, move || Msg::Share(ShareMsg::QrPressed { address: address.clone() }));
    html! {
        <details class="more" data-testid="qr">
            <summary>{ w.qr_code() }</summary>
            <svg class="qr" viewBox={format!("0 0 {size} {size}")} role="img" aria-label={w.qr_code_of_the_link()}>
                <rect width={size.to_string()} height={size.to_string()} fill="#fff" />
                <path d={path} fill="#000" shape-rendering="crispEdges" />
            </svg>
            <p class="counts"><button class="btn" data-testid="save-qr" onclick={save}>{ w.save_it_as_svg() }</button></p>
        </details>
    }
}

fn hide(w: Words, setting: &Setting, send: &Send) -> Html {
    html! {
        <fieldset class="hide">
            <legend>{ w.for_a_class() }</legend>
            { for Control::ALL.iter().map(|&control| html! {
                <label>
                    { tick(format!("hide-{}", control.name()).into(), setting.hidden.contains(control), control.name(),
                        on(send, move || Msg::Share(ShareMsg::ControlToggled(control)))) }
                </label>
            }) }
        </fieldset>
    }
}

/// The choice of the views, and of their preview.
fn pick(state: &State, send: &Send) -> Html {
    let (sharing, w) = (&state.sharing, state.words);
    let press = |msg: ShareMsg| on(send, move || Msg::Share(msg.clone()));
    let light = [(Theme::Light, w.light()), (Theme::Dark, w.dark())];
    html! {
        <>
            <fieldset class="hide">
                <legend>{ w.views() }</legend>
                { for View::ALL.iter().map(|&view| html! {
                    <label>
                        { tick(format!("view-{}", view.name()).into(), sharing.views.contains(view), view.name(),
                            on(send, move || Msg::Share(ShareMsg::ViewToggled(view)))) }
                    </label>
                }) }
            </fieldset>
            <p class="counts">
                { w.look_at_it() }
                { for PREVIEW_WIDTHS.iter().map(|&width| html! {
                    <button class="btn" data-testid={format!("preview-{width}")} aria-pressed={(sharing.width == Some(width)).to_string()}
                        onclick={press(ShareMsg::WidthChosen(width))}>{ fill(w.px_wide(), &[&width]) }</button>
                }) }
                { for light.into_iter().map(|(theme, name)| html! {
                    <button class="btn" aria-pressed={(sharing.theme == theme).to_string()}
                        onclick={press(ShareMsg::ThemeChosen(theme))}>{ name }</button>
                }) }
            </p>
        </>
    }
}

/// The figure itself, in a frame as a post would have it.
fn preview(state: &State, setting: &Setting, width: u32) -> Html {
    let w = state.words;
    let link = app::model::write_link(&Setting { embed: Some(state.sharing.views), ..setting.clone() });
    // A frame whose fragment alone changes keeps its document; a new key makes a new frame.
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={w.preview()}>
            <iframe key={link.clone()} title={w.preview()} data-testid="preview" src={crate::shell::effects::address_with(&link)}
                width={width.to_string()} height="520" frameborder="0"></iframe>
        </div>
    }
}
