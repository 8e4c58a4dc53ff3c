//! Files for the reader: made here, saved by the browser.

use askwell::app::{Form, SavedFile};
use gloo::utils::document;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement, Url,
};

/// Pixels of a PNG for one of the drawing's.
const SCALE: u32 = 2;

/// Saves a file; a PNG is painted first.
pub(crate) fn save(file: SavedFile) {
    let kind = match file.form {
        Form::Html => "text/html",
        Form::Svg | Form::Png => "image/svg+xml",
        Form::Json => "application/json",
        Form::Csv | Form::Latex => "text/plain",
    };
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&file.text.into()), &options) else {
        return;
    };
    // Without a canvas there is no PNG; the SVG beside it serves.
    let _ = if file.form == Form::Png { paint(&blob, file.name) } else { hand_over(&blob, &file.name) };
}

/// Saves bytes as they are.
pub(crate) fn save_bytes(content: &[u8], name: &str) {
    if let Ok(blob) = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(content))) {
        let _ = hand_over(&blob, name);
    }
}

fn hand_over(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlElement = document().create_element("a")?.unchecked_into();
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.click();
    Url::revoke_object_url(&url)
}

fn paint(svg: &Blob, name: String) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(svg)?;
    let image = HtmlImageElement::new()?;
    let (painted, source) = (image.clone(), url.clone());
    let on_load = Closure::once_into_js(move || {
        let _ = png_of(&painted, name);
        let _ = Url::revoke_object_url(&source);
    });
    image.set_onload(Some(on_load.unchecked_ref()));
    image.set_src(&url);
    Ok(())
}

fn png_of(image: &HtmlImageElement, name: String) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    let (width, height) = (SCALE * image.width(), SCALE * image.height());
    canvas.set_width(width);
    canvas.set_height(height);
    let context =
        canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width.into(), height.into())?;
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            let _ = hand_over(&blob, &name);
        }
    });
    canvas.to_blob(done.unchecked_ref())
}
