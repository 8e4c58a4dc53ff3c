//! Files for the reader: made here, saved by the browser.

use askwell::app::drawers::share::{Form, SavedFile};
use askwell::figure::png;
use gloo::utils::document;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
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
        Form::Pdf => "application/pdf",
        Form::Json => "application/json",
        Form::Csv | Form::Latex => "text/plain",
    };
    let Ok(blob) = blob_of(&file.content, kind) else { return };
    if file.form == Form::Png {
        spawn_local(async move {
            // Without a canvas there is no PNG; the SVG beside it serves.
            let _ = save_painted(&blob, &file).await;
        });
    } else {
        let _ = hand_over(&blob, &file.name);
    }
}

fn blob_of(content: &[u8], kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(content)), &options)
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

async fn save_painted(svg: &Blob, file: &SavedFile) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(svg)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let loaded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&url)?;
    loaded?;
    let png = painted(&image).await?;
    let bytes = Uint8Array::new(&JsFuture::from(png.array_buffer()).await?).to_vec();
    let stamped = png::stamped(&bytes, &file.stamp).unwrap_or(bytes);
    hand_over(&blob_of(&stamped, "image/png")?, &file.name)
}

/// The image as a PNG, two pixels for each of its own.
async fn painted(image: &HtmlImageElement) -> Result<Blob, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    let (width, height) = (SCALE * image.width(), SCALE * image.height());
    canvas.set_width(width);
    canvas.set_height(height);
    let context =
        canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width.into(), height.into())?;
    let made = Promise::new(&mut |done, _| {
        let _ = canvas.to_blob(&done);
    });
    JsFuture::from(made).await?.dyn_into()
}
