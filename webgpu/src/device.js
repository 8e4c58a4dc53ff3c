// wonnx asks for its devices itself and hands none of them out, and no error of a device reaches it.
// So each device is watched from the moment the browser gives it.

export function watchDevices(tell) {
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...options) {
    const device = await request.apply(this, options);
    device.lost.then(({ message }) => tell('lost', message));
    device.addEventListener('uncapturederror', ({ error }) => tell('error', error.message));
    return device;
  };
}
